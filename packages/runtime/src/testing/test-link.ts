import {
  apply,
  control,
  createControl,
  emptyThread,
  localUser,
  newId,
  type AskAnswer,
  type FromHost,
  type HostLink,
  type JsonObject,
  type Message,
  type Output,
  type RunKind,
  type StopCause,
  type ThreadState,
  type ToHost,
} from '@chatwright/protocol'
import type { App } from '../app/create-app.ts'
import { serve, type ServeOptions } from '../host/serve.ts'

/** A frame of one type. */
type Frame<Type extends FromHost['type']> = Extract<FromHost, { type: Type }>

/** What to ask of a run; the rest is made up. */
export interface AskRun {
  runId?: string
  kind?: RunKind
  text?: string
  threadId?: string
  state?: JsonObject
  history?: Message[]
  /** Whether the slot says "stop" before the host hears of the run. */
  stoppedBefore?: boolean
}

/**
 * The gateway's end of a host link in memory, for tests of this package: frames are copied as between threads and
 * arrive in a later turn of the loop, outputs are folded, and a control block is really shared. It has no fence of its
 * own, so what a test sees the host hold back, the host held back.
 */
export class TestLink implements HostLink {
  readonly control = createControl()
  readonly frames: FromHost[] = []
  readonly outputs: Output[] = []
  readonly threadId = newId()
  thread: ThreadState = emptyThread(this.threadId)
  /** Whether batches are acknowledged by themselves. */
  acknowledges = true
  readonly #slots = new Map<string, number>()
  readonly #startedAt = new Map<string, number>()
  #nextSlot: number = control.firstSlot
  #toHost: (frame: ToHost) => void = () => undefined
  #watchers: (() => void)[] = []

  post(frame: FromHost): void {
    const copy = structuredClone(frame)
    this.frames.push(copy)
    if (copy.type === 'outputs') {
      for (const output of copy.outputs) this.#take(output)
      if (this.acknowledges) this.send({ type: 'ack', batch: copy.batch })
    }
    for (const look of this.#watchers) look()
  }

  onFrame(handler: (frame: ToHost) => void): void {
    this.#toHost = handler
  }

  /** Sends a frame, to arrive in a later turn of the loop. */
  send(frame: ToHost): void {
    const copy = structuredClone(frame)
    setImmediate(() => this.#toHost(copy))
  }

  /** Asks for a run; by default one of kind `message` that says "hello". Gives its id. */
  ask(ask: AskRun = {}): string {
    const start = this.#start(ask)
    this.send(start)
    return start.runId
  }

  /** Stops a run that was never started, as the gateway does when the stop was there first. Gives its id. */
  askUnstarted(ask: AskRun = {}): string {
    const unstarted = this.#start({ ...ask, stoppedBefore: true })
    const { runId } = unstarted
    this.send({ type: 'stop', runId, cause: 'user', by: 'local', elapsedMs: 0, partial: [], unstarted })
    return runId
  }

  #start(ask: AskRun): Extract<ToHost, { type: 'start' }> {
    const runId = ask.runId ?? newId()
    const kind = ask.kind ?? 'message'
    const slot = this.#nextSlot++
    this.#slots.set(runId, slot)
    this.#startedAt.set(runId, Date.now())
    if (ask.stoppedBefore === true) this.raise(runId)
    const message = kind === 'message' ? userMessage(ask.text ?? 'hello', runId) : null
    return {
      type: 'start',
      runId,
      kind,
      slot,
      chat: {
        threadId: ask.threadId ?? this.threadId,
        user: localUser,
        locale: 'en-GB',
        headers: { 'user-agent': 'test' },
        client: 'test',
      },
      message,
      history: [...(ask.history ?? []), ...(message === null ? [] : [message])],
      state: ask.state ?? {},
      settings: {},
      profileId: null,
    }
  }

  /** Puts up the fence in shared memory, and says nothing yet. */
  raise(runId: string): void {
    Atomics.store(this.control, this.#slots.get(runId) ?? 0, 1)
  }

  /** Stops a run as the gateway does: shared memory first, then the frame. */
  stop(runId: string, cause: StopCause = 'user'): void {
    this.raise(runId)
    const elapsedMs = Date.now() - (this.#startedAt.get(runId) ?? Date.now())
    const partial = this.thread.messages.filter((message) => message.runId === runId && message.text !== '')
    this.send({ type: 'stop', runId, cause, by: 'local', elapsedMs, partial })
  }

  /** Ends a question as the gateway does, before its run hears of it. */
  end(askId: string, answer: AskAnswer | null, status: 'answered' | 'skipped' | 'expired' = 'answered'): void {
    const runId = this.thread.asks.find(({ id }) => id === askId)?.runId ?? ''
    this.#take({ type: 'ask-end', runId, askId, status, answer })
  }

  /** Waits for a frame; by default the first of its type, also one that is there already. */
  async frame<Type extends FromHost['type']>(
    type: Type,
    test: (frame: Frame<Type>) => boolean = () => true,
  ): Promise<Frame<Type>> {
    const find = (): Frame<Type> | undefined =>
      this.frames.find((frame): frame is Frame<Type> => frame.type === type && test(frame as Frame<Type>))
    await this.until(() => find() !== undefined, `a frame ${type}`)
    return find() as Frame<Type>
  }

  /** Waits for the end of a run that was not stopped. */
  done(runId: string): Promise<Frame<'done'>> {
    return this.frame('done', (frame) => frame.runId === runId)
  }

  /** Waits for the notice of a stopped run. */
  notice(runId: string): Promise<Frame<'notice'>> {
    return this.frame('notice', (frame) => frame.runId === runId)
  }

  /** Waits until all of a stopped run is over. */
  settled(runId: string): Promise<Frame<'settled'>> {
    return this.frame('settled', (frame) => frame.runId === runId)
  }

  /** Waits until `test` holds, looking at every frame. Rejects after 10 s of real time, saying what for. */
  until(test: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        clearTimeout(timer)
        clearInterval(poll)
        this.#watchers = this.#watchers.filter((other) => other !== look)
      }
      const look = (): void => {
        if (!test()) return
        leave()
        resolve()
      }
      const timer = setTimeout(() => {
        leave()
        reject(new Error(`waited in vain for ${what}; frames: ${this.frames.map((frame) => frame.type).join(' ')}`))
      }, 10_000)
      const poll = setInterval(look, 5)
      this.#watchers.push(look)
      look()
    })
  }

  /** The lines of the log, of one level. */
  logged(level: 'debug' | 'info' | 'warn' | 'error'): string[] {
    return this.frames.flatMap((frame) => (frame.type === 'log' && frame.level === level ? [frame.message] : []))
  }

  /** The types of the frames of a run, in order. */
  order(runId: string): string[] {
    return this.frames.flatMap((frame) => ('runId' in frame && frame.runId === runId ? [frame.type] : []))
  }

  /** The texts of what is shown, in order. */
  get texts(): string[] {
    return this.thread.messages.map((message) => message.text)
  }

  #take(output: Output): void {
    this.outputs.push(output)
    this.thread = apply(this.thread, { ...output, seq: this.thread.seq + 1, at: Date.now() })
  }
}

/** Serves an app over a new link and waits until it is ready. */
export async function serveTest<State extends object>(app: App<State>, options?: ServeOptions): Promise<TestLink> {
  const link = new TestLink()
  serve(app, options)(link)
  await link.frame('ready')
  return link
}

/** A message of the person. */
export function userMessage(text: string, runId: string | null = null): Message {
  return {
    id: newId(),
    runId,
    parentId: null,
    role: 'user',
    author: 'You',
    text,
    language: null,
    status: 'done',
    isError: false,
    createdAt: 1_000,
    metadata: {},
    tags: [],
  }
}

/** Counts the promises whose rejection nobody handled, from now on. */
export function watchRejections(): { readonly seen: unknown[]; stop(): void } {
  const seen: unknown[] = []
  const note = (reason: unknown): void => void seen.push(reason)
  process.on('unhandledRejection', note)
  return { seen, stop: () => void process.off('unhandledRejection', note) }
}

/** Waits some turns of the loop. */
export async function turns(count = 5): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
}
