import { createClient, type Client, type SayOptions, type ThreadView, type TimelineItem } from '@chatwright/client'
import { ChatwrightError, newId, settingsFor, type ErrorCode } from '@chatwright/protocol'
import type {
  Answer,
  Ask,
  Command,
  CommandName,
  CommandResult,
  Element,
  EventType,
  FeedbackValue,
  FileInfo,
  Json,
  JsonObject,
  Message,
  Offer,
  Run,
  Step,
  ThreadEvent,
  ThreadState,
} from '@chatwright/protocol'
import { RecordingSocket, type RecordedCommand } from './recording-socket.ts'
import { spoken } from './spoken.ts'
import { TestRun } from './test-run.ts'
import { Watch } from './watch.ts'

/** Which thread of which app a tab shows. */
export interface TestTabOptions {
  /** Where the app is served. */
  url: string
  /** Default: a new thread. */
  threadId?: string
  /** The reader's language. Default `en`. */
  locale?: string
  /** For a new thread: the profile it begins with. */
  profileId?: string
}

/** Somebody's open page on a thread, over a real connection: what it shows, and what can be done in it. */
export class TestTab implements AsyncDisposable {
  readonly threadId: string
  /** The client itself, for what is not offered here. */
  readonly client: Client
  readonly view: ThreadView
  /** Whether the page was closed. */
  isClosed = false
  readonly #socket: RecordingSocket
  readonly #watch: Watch
  readonly #locale: string
  readonly #url: string

  constructor({ url, threadId, locale = 'en', profileId }: TestTabOptions) {
    this.#watch = new Watch(() => this.#describe())
    this.#socket = new RecordingSocket(url, this.#watch.notify)
    this.#locale = locale
    this.#url = url.replace(/\/$/, '')
    this.client = createClient({
      url,
      locale,
      socket: this.#socket.create,
      timings: { retryMinMs: 20, retryMaxMs: 200, connectMs: 5_000 },
    })
    this.view = threadId === undefined ? this.client.newThread({ profileId }) : this.client.thread(threadId)
    this.threadId = this.view.id
    this.view.subscribe(this.#watch.notify)
    this.client.connection.subscribe(this.#watch.notify)
    this.client.appError.subscribe(this.#watch.notify)
    this.view.open()
  }

  /** What a person sees, as lines of plain text; see `spoken`. */
  get text(): string {
    return spoken(this.timeline, this.#locale)
  }

  /** What a page would render. */
  get timeline(): readonly TimelineItem[] {
    return this.view.timeline.getSnapshot()
  }

  /** The thread as this tab knows it. */
  get state(): ThreadState {
    return this.view.getSnapshot().state
  }

  get messages(): readonly Message[] {
    return this.state.messages
  }

  get steps(): readonly Step[] {
    return this.state.steps
  }

  get runs(): readonly Run[] {
    return this.state.runs
  }

  /** What the composer offers: starters, commands, modes, widgets, profiles. */
  get offer(): Offer {
    return this.view.offer.getSnapshot()
  }

  /** The settings that hold, complete. */
  get settings(): JsonObject {
    return settingsFor(this.offer, this.state)
  }

  /** Says what a starter says, as a press on it does. */
  async start(label: string): Promise<TestRun> {
    const find = () => this.offer.starters.find((starter) => starter.label === label)
    const { text, command, modes } = await this.waitFor(find, { what: `a starter '${label}'` })
    return this.send(text, { ...(command === null ? {} : { command }), modes })
  }

  /** Saves settings; those that are not named stay. Gives what holds now. */
  async changeSettings(values: JsonObject): Promise<JsonObject> {
    return (await this.view.commands.changeSettings(values)).values
  }

  /** Changes settings without saving them. Gives the run that hears of it, or null when the app does not want to. */
  async editSettings(values: JsonObject): Promise<TestRun | null> {
    const runId = await this.view.commands.editSettings(values)
    return runId === null ? null : new TestRun(runId, null, this)
  }

  /** Whether the page shows the Stop control. */
  get canStop(): boolean {
    return this.view.getSnapshot().openRunIds.length > 0
  }

  /** The events of the thread in the order they came in, since the tab was opened. */
  get events(): readonly ThreadEvent[] {
    return this.#socket.eventsOf(this.threadId)
  }

  /** Every command that left the tab, with its answer. */
  get commands(): readonly RecordedCommand[] {
    return this.#socket.commands
  }

  /** The events after the last one of a type. `run-settled` is left out: nothing is shown of it. */
  eventsAfter(type: EventType): ThreadEvent[] {
    const events = this.events
    const last = events.findLastIndex((event) => event.type === type)
    return last < 0 ? [] : events.slice(last + 1).filter((event) => event.type !== 'run-settled')
  }

  /** Waits until the page shows the thread. */
  async opened(): Promise<void> {
    await this.waitFor(() => this.#isOnline() && this.view.getSnapshot().status !== 'loading', { what: 'a connection' })
  }

  /** Says something, with what was chosen and attached. Resolves when the thread has it, or at once while offline. */
  async send(text: string, options: SayOptions = {}): Promise<TestRun> {
    const { runId, messageId } = this.view.send(text, {}, options)
    const isThere = (): boolean => {
      const { pending } = this.view.getSnapshot()
      const own = pending.find((message) => message.id === messageId)
      if (own?.error) throw new Error(`'${text}' was refused: ${own.error.message}`, { cause: own.error })
      return own === undefined || !this.#isOnline()
    }
    await this.waitFor(isThere, { what: `an acknowledgement of '${text}'` })
    return new TestRun(runId, messageId, this)
  }

  /** Says something and waits for the end of the answer. Gives the answer's text. */
  async say(text: string, { timeoutMs, ...options }: SayOptions & { timeoutMs?: number } = {}): Promise<string> {
    const run = await this.send(text, options)
    await run.ended(timeoutMs === undefined ? {} : { timeoutMs })
    return run.text
  }

  /**
   * Presses Stop: for one run, or for all that are open. Resolves with the server's answer: what the page does while it
   * waits for that is in `view.getSnapshot().stop`. With nothing open, where the page has no such control, the command
   * is sent all the same.
   */
  async stop(runId?: string): Promise<CommandResult<'stop'>> {
    const before = this.commands.length
    const { openRunIds, state } = this.view.getSnapshot()
    const isOpen = runId === undefined ? openRunIds.length > 0 : openRunIds.includes(runId)
    if (isOpen) {
      this.view.stop(runId === undefined ? { source: 'button' } : { source: 'button', runId })
    } else {
      const body = { threadId: this.threadId, source: 'api' as const, seenSeq: state.seq }
      void this.#socket.command('stop', runId === undefined ? body : { ...body, runId })
    }
    const answer = await this.waitFor(
      () => this.commands.slice(before).find(({ name, answer }) => name === 'stop' && answer)?.answer,
      { what: 'an answer to Stop' },
    )
    if (!answer.ok) throw new Error(`Stop was refused: ${answer.error.message}`)
    return answer.result as CommandResult<'stop'>
  }

  /** The questions that are open here. */
  get openAsks(): readonly Ask[] {
    return this.state.asks.filter((ask) => ask.status === 'open')
  }

  /**
   * Answers the question that was put last: with words, and what was chosen and attached for them, or by a choice's value or
   * label.
   */
  async answer(words: string, { files = [], ...composed }: SayOptions = {}): Promise<void> {
    const ask = await this.waitFor(() => this.openAsks.at(-1), { what: 'a question' })
    if (ask.kind !== 'choice') {
      const fileIds = files.map(({ id }) => id)
      const attached = fileIds.length === 0 ? {} : { fileIds }
      await this.view.commands.answer(ask.id, { type: 'text', text: words, ...composed, ...attached })
      return
    }
    const value = ask.options.find((option) => option.value === words || option.label === words)?.value ?? words
    await this.view.commands.answer(ask.id, { type: 'choice', value })
  }

  /** Fills in the form that was put last; what is left out keeps what its field begins with. */
  async fillIn(values: JsonObject): Promise<void> {
    const ask = await this.waitFor(() => this.openAsks.at(-1), { what: 'a question' })
    await this.view.commands.answer(ask.id, { type: 'value', value: values })
  }

  /** Approves the call that was asked for last, with other arguments if they are given. */
  async approve(args?: Json): Promise<void> {
    await this.fillIn({ isApproved: true, reason: null, ...(args === undefined ? {} : { args }) })
  }

  /** Rejects the call that was asked for last. */
  async reject(reason: string | null = null): Promise<void> {
    await this.fillIn({ isApproved: false, reason })
  }

  /** Uploads a file for the next thing that is said here; say it with `send(text, { files: [it] })`. */
  async upload(
    name: string,
    content: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>,
    type = 'application/octet-stream',
  ): Promise<FileInfo> {
    const response = await fetch(`${this.#url}/api/threads/${this.threadId}/files/${newId()}`, {
      method: 'PUT',
      headers: { 'content-type': type, 'x-file-name': encodeURIComponent(name) },
      body: content,
      ...(content instanceof ReadableStream ? { duplex: 'half' } : {}),
    })
    const body = (await response.json()) as FileInfo & { error?: { code: string; message: string } }
    if (body.error) throw new ChatwrightError(body.error.code as ErrorCode, body.error.message)
    return body
  }

  /** The elements of messages and of the side panel, in order. */
  get elements(): readonly Element[] {
    return this.state.elements
  }

  /** Fetches the file of an element, or of an id, as the page does. */
  file(of: string | { id: string }, init: RequestInit = {}): Promise<Response> {
    const id = typeof of === 'string' ? of : fileIdOf(this.elements.find((element) => element.id === of.id))
    return fetch(`${this.#url}/api/threads/${this.threadId}/files/${id}`, init)
  }

  /** Gives a file to the question that was put last, and answers with it. */
  async give(name: string, content: string | Uint8Array<ArrayBuffer>, type = 'text/plain'): Promise<void> {
    const ask = await this.waitFor(() => this.openAsks.at(-1), { what: 'a question' })
    const fileId = newId()
    const response = await fetch(`${this.#url}/api/threads/${this.threadId}/asks/${ask.id}/files/${fileId}`, {
      method: 'PUT',
      headers: { 'content-type': type, 'x-file-name': encodeURIComponent(name) },
      body: content,
    })
    const body = (await response.json()) as { error?: { code: string; message: string } }
    if (body.error) throw new ChatwrightError(body.error.code as ErrorCode, body.error.message)
    await this.view.commands.answer(ask.id, { type: 'files', fileIds: [fileId] })
  }

  /** Does without an answer to the question that was put last. */
  async skip(): Promise<void> {
    const ask = await this.waitFor(() => this.openAsks.at(-1), { what: 'a question' })
    await this.view.commands.answer(ask.id, { type: 'skip' })
  }

  /**
   * Says what one thinks of an answer, by default of the last message that is not the person's own. Gives the run that
   * hears of it, or null.
   */
  async giveFeedback(
    value: FeedbackValue,
    { messageId = this.#lastAnswer(), ...why }: { messageId?: string; reasons?: string[]; comment?: string } = {},
  ): Promise<TestRun | null> {
    const runId = await this.view.commands.giveFeedback(messageId, value, why)
    return runId === null ? null : new TestRun(runId, null, this)
  }

  /** Takes it back. Gives the run that hears of it, or null. */
  async removeFeedback(messageId: string = this.#lastAnswer()): Promise<TestRun | null> {
    const runId = await this.view.commands.removeFeedback(messageId)
    return runId === null ? null : new TestRun(runId, null, this)
  }

  /** Presses the last button with this label, or of this name. Gives its run. */
  async press(label: string): Promise<TestRun> {
    const find = () => this.state.actions.findLast((action) => action.label === label || action.name === label)
    const action = await this.waitFor(find, { what: `a button '${label}'` })
    return new TestRun(await this.view.commands.act(action.id), null, this)
  }

  /**
   * Says something else in place of what was said with these words; without `text` the same again. `fileIds`: which files
   * go with it; by default those it had.
   */
  async edit(words: string, text?: string, options: { fileIds?: string[] } = {}): Promise<TestRun> {
    const said = this.timeline.findLast((item) => item.type === 'said' && item.message.text === words)
    if (!said) throw new Error(`nobody said '${words}' here`)
    return new TestRun(await this.view.commands.edit(said.id, text, options), null, this)
  }

  /** Stops the last running step of this name alone. */
  async stopStep(name: string): Promise<void> {
    const find = () => this.steps.findLast((step) => step.name === name && step.status === 'running')
    const step = await this.waitFor(find, { what: `a running step '${name}'` })
    await this.view.commands.stopStep(step.runId, step.id)
  }

  /**
   * Waits for a text to be on screen, or for something to be so; looks again at every change. Gives what the function
   * gives. Rejects after `timeoutMs` (default 10,000), and says what was on screen instead.
   */
  async waitFor<T>(
    wanted: string | RegExp | ((tab: this) => T),
    options: { timeoutMs?: number; what?: string } = {},
  ): Promise<NonNullable<T>> {
    if (typeof wanted === 'function') return this.#watch.until(() => wanted(this), options)
    const isShown = (): boolean => (typeof wanted === 'string' ? this.text.includes(wanted) : wanted.test(this.text))
    return this.#watch.until(isShown as () => T, { what: `${String(wanted)} on screen`, ...options })
  }

  /** Sends a command past the client, as it is. */
  command<Name extends CommandName>(
    name: Name,
    body: Omit<Command<Name>, 'id'> & { id?: string },
  ): Promise<Answer<Name>> {
    return this.#socket.command(name, body)
  }

  /** Sends as a command what need not be one. */
  rawCommand(name: string, body: unknown): Promise<Answer<CommandName>> {
    return this.#socket.raw(name, body)
  }

  /** Cuts the line. It stays down until `reconnect`. */
  async disconnect(): Promise<void> {
    this.#socket.cut()
    await this.waitFor(() => !this.#isOnline(), { what: 'the line being down' })
  }

  /** Comes back: after `disconnect`, or by cutting the line now. Resolves when the thread is live again. */
  async reconnect(): Promise<void> {
    if (this.#isOnline()) await this.disconnect()
    this.#socket.heal()
    this.client.retryNow()
    await this.opened()
  }

  /** Closes the page, as a person does: its threads' runs go on, unless the app says otherwise. */
  async close(): Promise<void> {
    this.isClosed = true
    this.client.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  #isOnline(): boolean {
    return this.client.connection.getSnapshot().status === 'online'
  }

  #lastAnswer(): string {
    const message = this.state.messages.findLast(({ role }) => role === 'assistant')
    if (!message) throw new Error('there is no answer yet')
    return message.id
  }

  #describe(): string {
    const runs = this.runs.map((run) => `${run.kind} run ${run.id}: ${run.state}`)
    const appError = this.client.appError.getSnapshot()
    return [
      `On screen:\n${this.text || '(nothing)'}`,
      `Runs:\n${runs.join('\n') || '(none)'}`,
      `Connection: ${this.client.connection.getSnapshot().status}; thread: ${this.view.getSnapshot().status}`,
      ...(appError ? [`The app cannot be loaded: ${appError.message}`] : []),
    ].join('\n\n')
  }
}

function fileIdOf(element: Element | undefined): string {
  if (element?.source.type !== 'file') throw new Error('this element has no file')
  return element.source.file.id
}
