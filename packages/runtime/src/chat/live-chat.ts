import { ChatwrightError, type ChatInfo, type Element, type JsonObject } from '@chatwright/protocol'
import { LiveAsk, type AskOptions, type ChatAsk } from '../ask/index.ts'
import type { Checkpoint } from '../run/checkpoint.ts'
import { LivePanel, type ChatPanel, type ElementInput } from '../elements/index.ts'
import type { GivenFile } from '../files/given-file.ts'
import type { Deferred } from '../run/cleanup.ts'
import { currentContext, enterContext, withContext, type RunContext } from '../run/context.ts'
import type { AnyWork, OffloadFunction, OffloadModuleOptions } from '../offload/offload-options.ts'
import { LivePage, type ChatPage } from '../page/index.ts'
import { offload, type PrepareModule } from '../offload/offload.ts'
import { labelOf } from '../offload/read-work.ts'
import type { Lane } from '../run/lane.ts'
import type { Run } from '../run/run.ts'
import { callers, isInside } from './call-stack.ts'
import type { RegisteredUndo, UndoArgs, UndoDeclaration } from '../undo/undo-declaration.ts'
import type { Undos } from '../undo/undos.ts'
import type { ChatContext, SaidMessage } from './chat-context.ts'
import { optionsOf, parentIdOf, toContent, type MessageInput, type MessageOptions } from './content.ts'
import type { ChatHistory } from './history.ts'
import { LiveMessage } from './live-message.ts'
import { LiveStep } from './live-step.ts'
import type { MessageHandle } from './message-handle.ts'
import { NoticeMessage } from './notice-words.ts'
import { changeOffer, type OfferChange, type ReadRules } from '../offer/index.ts'
import type { StreamSource } from './pump.ts'
import { callInStep } from './call-in-step.ts'
import type { StepHandle, StepOptions } from './step-handle.ts'
import { LiveTaskList, type TaskListHandle } from '../tasks/task-list.ts'
import { draftMessage, type Transcript } from './transcript.ts'

/** What a chat knows besides its run. */
export interface ChatSurroundings {
  readonly info: ChatInfo
  readonly incoming: SaidMessage | null
  readonly state: object
  readonly prepareModule: PrepareModule
  readonly undos: Undos
  readonly settings: JsonObject
  readonly profile: string | null
  /** Reads rules that a chat is to have. */
  readRules: ReadRules
}

/** The chat of one lane of a run. All of them share the run's transcript. */
export class LiveChat implements ChatContext {
  readonly #transcript: Transcript
  readonly #lane: Lane
  readonly #around: ChatSurroundings
  readonly #run: Run

  constructor(transcript: Transcript, lane: Lane, around: ChatSurroundings) {
    this.#transcript = transcript
    this.#lane = lane
    this.#around = around
    this.#run = transcript.run
  }

  get id(): string {
    return this.#around.info.threadId
  }
  get thread(): { readonly id: string } {
    return { id: this.id }
  }
  get run(): ChatContext['run'] {
    return { id: this.#run.id, kind: this.#run.kind }
  }
  get user(): ChatContext['user'] {
    return this.#around.info.user
  }
  get locale(): string {
    return this.#around.info.locale
  }
  get client(): ChatContext['client'] {
    return { type: this.#around.info.client }
  }
  get request(): ChatContext['request'] {
    return { headers: this.#around.info.headers }
  }
  get incoming(): SaidMessage | null {
    return this.#around.incoming
  }
  get history(): ChatHistory {
    return this.#transcript.history
  }
  attachmentsOf({ id }: { id: string }): GivenFile[] {
    return this.#transcript.elements.attachedTo(id)
  }
  get panel(): ChatPanel {
    const { elements, panelReopener } = this.#transcript
    return new LivePanel(this.#run, this.#run.laneOf(this.#lane), elements, panelReopener)
  }
  get page(): ChatPage {
    return new LivePage(this.#run, this.#run.laneOf(this.#lane), this.#transcript.caller)
  }
  get state(): Record<string, unknown> {
    return this.#around.state as Record<string, unknown>
  }
  get settings(): JsonObject {
    return this.#around.settings
  }
  get profile(): string | null {
    return this.#around.profile
  }
  get signal(): AbortSignal {
    return this.#run.laneOf(this.#lane).signal
  }
  get stopRequested(): boolean {
    return this.#run.isStopped
  }
  get currentStep(): StepHandle | null {
    return this.#innermost()
  }

  get ask(): ChatAsk {
    const { asker, laterAsks, history, elements } = this.#transcript
    const lane = this.#run.laneOf(this.#lane)
    const say = (question: string, { author }: AskOptions): string => {
      const message = this.#draft(toContent(question), author === undefined ? {} : { author }, lane)
      message.show()
      return message.id
    }
    return new LiveAsk({ run: this.#run, lane, asker, laterAsks, history, elements, say })
  }

  /** The same chat for another lane of the run. */
  in(lane: Lane): LiveChat {
    return new LiveChat(this.#transcript, lane, this.#around)
  }

  /** Calls code of the app with this chat around it. */
  enter<T>(work: () => T): T {
    this.#run.enter()
    const context: RunContext = { run: this.#run, lane: this.#lane, step: null, chat: this }
    return this.#transcript.trace.enter(() => withContext(context, work))
  }

  /** Shows an error of the framework's own finding, after the handler failed. */
  showError(text: string): void {
    this.#draft({ text, language: null }, { isError: true, parent: null }, this.#lane).show()
  }

  send(input: MessageInput, options?: MessageOptions): Promise<MessageHandle> {
    return this.#send('chat.send', input, options)
  }

  sendError(error: unknown, options?: MessageOptions): Promise<MessageHandle> {
    const text = typeof error === 'string' ? error : this.#transcript.report('chat.sendError', error)
    return this.#send('chat.sendError', text, { ...options, isError: true })
  }

  message(options: MessageOptions = {}): MessageHandle {
    const lane = this.#run.laneOf(this.#lane)
    if (lane.words !== null) return new NoticeMessage(this.#run, lane, lane.words, authorOf(options), options)
    return this.#draft({ text: '', language: options.language ?? null }, options, lane)
  }

  stream(source: StreamSource, options: MessageOptions & { mode?: 'append' | 'replace' } = {}): Promise<MessageHandle> {
    const lane = this.#run.laneOf(this.#lane)
    if (lane.words !== null) return this.#notice(lane, 'stream', options, (m) => m.fill(source, options.mode))
    return this.#run.write('chat.stream', this.#lane, async () => {
      const message = this.#draft({ text: '', language: options.language ?? null }, options, lane)
      await message.fill(source, lane, { mode: options.mode, name: 'chat.stream' })
      this.#run.guard(this.#lane, 'chat.stream')
      message.close()
      await showPieces(message, options, lane, 'chat.stream')
      return message
    })
  }

  step<T>(options: string | StepOptions, work: (step: StepHandle) => T | PromiseLike<T>): Promise<T>
  step(options: string | StepOptions): StepHandle
  step<T>(options: string | StepOptions, work?: (step: StepHandle) => T | PromiseLike<T>): Promise<T> | StepHandle {
    const run = this.#run
    if (work === undefined) {
      this.#guardStep('chat.step as a scope')
      return this.#openScope(options)
    }
    try {
      this.#guardStep('chat.step with a function')
    } catch (error) {
      return run.refused(error)
    }
    return run.start(`step ${typeof options === 'string' ? options : options.name}`, this.#lane, async (lane) => {
      const own = lane.nest()
      const step = this.#openStep(options, own)
      const result = await callInStep(this.#contextIn(own), step, 'chat.step with a function', () => work(step))
      await run.breathe(lane)
      return result
    })
  }

  /** Opens a step for a function that was wrapped by `step()`. Throws behind the fence. */
  stepFor(options: StepOptions): { step: LiveStep; context: RunContext } {
    this.#guardStep('a function wrapped by step()')
    const lane = this.#run.laneOf(this.#lane).nest()
    return { step: this.#openStep(options, lane), context: this.#contextIn(lane) }
  }

  tasks(title: string): Promise<TaskListHandle> {
    return this.#run.write('chat.tasks', this.#lane, (lane) => new LiveTaskList(this.#run, lane, title))
  }

  offer(change: OfferChange): Promise<void> {
    return this.#run.write('chat.offer', this.#lane, () => changeOffer(this.#run, change, this.#around.readRules))
  }

  sleep(ms: number): Promise<void> {
    return this.#run.wait('chat.sleep', this.#lane, (lane) => {
      checkDuration('chat.sleep', ms)
      return new Promise<void>((resolve, reject) => {
        let offTimer = (): void => undefined
        const offLane = lane.onInterrupt((reason) => {
          offTimer()
          reject(reason)
        })
        offTimer = this.#run.clock.after(ms, () => {
          offLane()
          resolve()
        })
      })
    })
  }

  defer<T extends Deferred>(entry: T): T {
    if (typeof entry !== 'function' && !(Symbol.asyncDispose in entry) && !(Symbol.dispose in entry)) {
      throw new ChatwrightError('bad_option', `chat.defer: expected a function or a disposable, got ${typeof entry}.`)
    }
    this.#run.cleanup.add(entry)
    return entry
  }

  deferUndo<Args>(undo: UndoDeclaration<Args>, ...args: UndoArgs<Args>): Promise<RegisteredUndo>
  deferUndo(undo: string, args?: unknown): Promise<RegisteredUndo>
  deferUndo(undo: string | UndoDeclaration<never>, args?: unknown): Promise<RegisteredUndo> {
    const name = typeof undo === 'object' && undo !== null ? undo.name : undo
    // Never refused: who got hold of something behind a stop must be able to let go of it.
    return this.#run.start('chat.deferUndo', this.#lane, () =>
      this.#around.undos.register(this.#run, this.id, name, args),
    )
  }

  shield<T>(
    work: (signal: AbortSignal) => T | PromiseLike<T>,
    options: { label?: string; deadlineMs?: number } = {},
  ): Promise<T> {
    const label = options.label === undefined ? 'shield' : `shield ${options.label}`
    const deadlineMs = options.deadlineMs ?? 10_000
    const shielded = async (outer: Lane): Promise<T> => {
      checkDuration('chat.shield: deadlineMs', deadlineMs)
      const lane = this.#run.shields.enter(deadlineMs, outer.words)
      const context: RunContext = { ...this.#contextIn(lane), chat: this.in(lane) }
      const running = (async () => withContext(context, () => work(lane.signal)))()
      this.#run.ledger.hold(label, running)
      try {
        return await lane.wait(running)
      } finally {
        this.#run.shields.leave(lane)
      }
    }
    return this.#run.wait('chat.shield', this.#lane, shielded, label)
  }

  offload<Args extends unknown[], Result>(work: (...args: Args) => Result, ...args: Args): Promise<Awaited<Result>>
  offload<Work extends AnyWork>(module: URL, options?: OffloadModuleOptions<Work>): Promise<Awaited<ReturnType<Work>>>
  offload<Args extends unknown[], Result>(options: OffloadFunction<Args, Result>): Promise<Awaited<Result>>
  offload(first: unknown, ...rest: unknown[]): Promise<unknown> {
    const calledAt = callers(LiveChat.prototype.offload).toReversed().join('\n')
    const work = (lane: Lane): Promise<unknown> =>
      offload({ first, rest, calledAt }, this.#run, lane, this.#around.prepareModule)
    return this.#run.wait('chat.offload', this.#lane, work, `offload ${labelOf(first, rest)}`)
  }

  checkpoint(): Promise<void> {
    this.#run.guardWait(this.#lane, 'chat.checkpoint')
    return this.#run.start('chat.checkpoint', this.#lane, (lane) => this.#run.breathe(lane))
  }

  #send(name: Checkpoint, input: MessageInput, options?: MessageOptions): Promise<MessageHandle> {
    const lane = this.#run.laneOf(this.#lane)
    if (lane.words !== null)
      return this.#notice(lane, name, optionsOf(input, options), (m) => m.say(toContent(input).text))
    return this.#run.write(name, this.#lane, async () => {
      const message = this.#draft(toContent(input, options?.language), optionsOf(input, options), lane)
      message.show()
      await showPieces(message, optionsOf(input, options), lane, name)
      await this.#run.breathe(lane)
      return message
    })
  }

  #draft(content: ReturnType<typeof toContent>, options: MessageOptions, lane: Lane): LiveMessage {
    const record = draftMessage(this.#transcript, content, options, this.#innermost()?.id ?? null)
    return new LiveMessage(this.#transcript, lane, record)
  }

  /** Says something that is a stop's notice. */
  #notice(
    lane: Lane,
    label: string,
    options: MessageOptions,
    say: (message: NoticeMessage) => void | Promise<void>,
  ): Promise<MessageHandle> {
    const words = lane.words
    if (words === null) throw new Error('not a lane of a notice')
    const message = new NoticeMessage(this.#run, lane, words, authorOf(options), options)
    return this.#run.speak(label, words, async () => {
      await say(message)
      return message
    })
  }

  /** Makes what is shown under a stop's notice. */
  makeForNotice(inputs: readonly ElementInput[], lane: Lane): Promise<Element[]> {
    return this.#transcript.elements.makeForNotice(inputs, lane)
  }

  /** Code that is shielded may call its step functions behind the fence; their steps are not shown. */
  #guardStep(name: Checkpoint): void {
    this.#run.guardWait(this.#lane, name)
  }

  /** `own`: the lane of its work, when it can be stopped alone. */
  #openStep(options: string | StepOptions, own?: Lane): LiveStep {
    const all = typeof options === 'string' ? { name: options } : options
    if (typeof all.name !== 'string') {
      throw new ChatwrightError('bad_option', `chat.step: name: expected a text, got ${typeof all.name}.`)
    }
    const chosen = parentIdOf(all.parent)
    const parent = this.#innermost()
    const parentId = chosen === undefined ? (parent?.id ?? null) : chosen
    return new LiveStep(this.#transcript, own ?? this.#run.laneOf(this.#lane), all, {
      parent,
      parentId,
      canStop: own !== undefined,
      isChosen: chosen !== undefined,
    })
  }

  #openScope(options: string | StepOptions): LiveStep {
    const step = this.#openStep(options)
    step.openedAt = callers(LiveChat.prototype.step)
    queueMicrotask(() => {
      step.openedAt = null
    })
    enterContext({ ...this.#contextIn(this.#run.laneOf(this.#lane)), step })
    return step
  }

  /** The innermost step around the calling code that is open, and that is really around it: see call-stack.ts. */
  #innermost(): LiveStep | null {
    const context = currentContext()
    if (context === undefined || context.run !== this.#run) return null
    let now: string[] | null = null
    for (let step = context.step; step !== null; step = step.parent) {
      if (!step.isOpen) continue
      if (step.openedAt === null) return step
      now ??= callers()
      if (isInside(step.openedAt, now)) return step
    }
    return null
  }

  #contextIn(lane: Lane): RunContext {
    const context = currentContext()
    const step = context !== undefined && context.run === this.#run ? context.step : null
    return { run: this.#run, lane, step, chat: this }
  }
}

/** What belongs to a message besides its text. */
async function showPieces(
  message: LiveMessage,
  { actions = [], elements = [] }: MessageOptions,
  lane: Lane,
  name: Checkpoint,
): Promise<void> {
  if (actions.length > 0) message.showActions(actions)
  if (elements.length > 0) await message.showElements(elements, lane, name)
}

function authorOf(options: MessageOptions): string | undefined {
  return typeof options.author === 'object' ? options.author.name : options.author
}

function checkDuration(option: string, ms: number): void {
  if (typeof ms === 'number' && ms >= 0 && Number.isFinite(ms)) return
  throw new ChatwrightError('bad_option', `${option}: expected milliseconds, 0 or more, got ${String(ms)}.`)
}
