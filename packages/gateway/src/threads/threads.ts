import { emptyThread, hasEnded, newId, type Run, type ThreadState } from '@chatwright/protocol'
import { dropDeadlines } from './deadlines.ts'
import { watchLaterAsks } from './asks.ts'
import { isTurn, recordRun, startNext } from './begin-run.ts'
import { LiveRun, type RunSubject } from './live-run.ts'
import type { ThreadServices } from './services.ts'
import { stopRun, type StopRequest } from './stop-run.ts'
import { Thread } from './thread.ts'

/** How often idle threads are looked for, and after how long one is let go. */
const sweepEveryMs = 15_000
const defaultIdleMs = 10 * 60_000

/** How long commands that came in before the end may take, in milliseconds. */
const lastCommandsMs = 1_000

/** Stops that came before their run are remembered for so many runs; the oldest are forgotten first. */
const rememberedStops = 1_000

/** The live threads of a gateway: taken up when somebody opens them, let go when nobody has needed them for a while. */
export class Threads {
  readonly #services: ThreadServices
  readonly #live = new Map<string, Thread>()
  readonly #loading = new Map<string, Promise<Thread | null>>()
  readonly #earlyStops = new Map<string, StopRequest>()
  readonly #leaveTimers = new Map<Thread, NodeJS.Timeout>()
  readonly #idleMs: number
  readonly #sweep: NodeJS.Timeout

  constructor(services: ThreadServices, idleMs: number = defaultIdleMs) {
    this.#services = services
    this.#idleMs = idleMs
    this.#sweep = setInterval(() => this.#letGo(), sweepEveryMs)
    this.#sweep.unref()
  }

  get all(): Thread[] {
    return [...this.#live.values()]
  }

  /** The thread when it is live already. */
  live(threadId: string): Thread | undefined {
    return this.#live.get(threadId)
  }

  /** The thread, taken up from the store when it is not live; null when there is none. */
  async get(threadId: string): Promise<Thread | null> {
    const live = this.#live.get(threadId)
    if (live) return live
    const loading = this.#loading.get(threadId) ?? this.#load(threadId)
    this.#loading.set(threadId, loading)
    try {
      return await loading
    } finally {
      this.#loading.delete(threadId)
    }
  }

  /** A new thread of a person, under an id the client made. */
  create(threadId: string, userId: string): Thread {
    const thread = new Thread(
      {
        owner: { threadId, userId, createdAt: Date.now() },
        state: emptyThread(threadId),
        values: {},
        isStored: false,
      },
      this.#services,
    )
    this.#live.set(threadId, thread)
    return thread
  }

  /** Records a run and starts it when its turn comes, unless its stop was here first: then it never starts. */
  begin(thread: Thread, run: LiveRun): void {
    recordRun(thread, run)
    const early = this.#earlyStops.get(run.id)
    if (early) {
      this.#earlyStops.delete(run.id)
      stopRun(thread, run, { ...early, seenSeq: undefined, receivedAt: undefined })
    }
    startNext(thread)
  }

  /** Keeps a stop whose run is not here yet. */
  remember(runId: string, request: StopRequest): void {
    this.#earlyStops.set(runId, request)
    if (this.#earlyStops.size <= rememberedStops) return
    const oldest = this.#earlyStops.keys().next().value
    if (oldest !== undefined) this.#earlyStops.delete(oldest)
  }

  /** Tells the app, once for each time the thread is taken up, that the chat begins or goes on. */
  greet(thread: Thread): void {
    if (thread.isGreeted || !this.#services.app) return
    thread.isGreeted = true
    watchLaterAsks(thread)
    if (this.#handles('setup')) this.begin(thread, new LiveRun(newId(), 'setup'))
    const kind = thread.writer.isStarted ? 'resume' : 'start'
    if (this.#handles(kind)) this.begin(thread, new LiveRun(newId(), kind))
  }

  /** A connection came to watch, or went. */
  tellPresence(thread: Thread, kind: 'connect' | 'disconnect'): void {
    if (this.#services.isClosing) return
    const timer = this.#leaveTimers.get(thread)
    if (timer) clearTimeout(timer)
    this.#leaveTimers.delete(thread)
    if (this.#handles(kind) && !thread.isDeleted) this.begin(thread, new LiveRun(newId(), kind))
    const policy = thread.app?.onDisconnect ?? 'continue'
    if (kind === 'connect' || thread.viewers.size > 0 || policy === 'continue') return
    const stop = (): void => {
      this.#leaveTimers.delete(thread)
      if (thread.viewers.size === 0) this.stopAll(thread, { cause: 'disconnect', by: null })
    }
    if (policy === 'stop') stop()
    else this.#leaveTimers.set(thread, setTimeout(stop, policy.stopAfterMs).unref())
  }

  /** Stops all that is at work or waits for its turn. What is held stays held: it does nothing. */
  stopAll(thread: Thread, request: StopRequest): void {
    for (const run of thread.openRuns) if (run.state !== 'held') stopRun(thread, run, request)
  }

  /** The chat is over: its turns are stopped, the app is told, and a thread in which nothing was said is gone. */
  end(thread: Thread, reason: NonNullable<RunSubject['reason']>, request: StopRequest): void {
    for (const run of thread.openRuns) if (isTurn(run)) stopRun(thread, run, request)
    if (this.#handles('end') && thread.isGreeted) this.begin(thread, new LiveRun(newId(), 'end', { reason }))
    thread.isGreeted = false
  }

  async delete(thread: Thread, by: string): Promise<void> {
    this.end(thread, 'deleted', { cause: 'user', by })
    thread.isDeleted = true
    this.#live.delete(thread.id)
    dropDeadlines(thread)
    await thread.writer.abandon()
    await this.#services.store.deleteThread(thread.id)
    await this.#services.files.folder.removeThread(thread.id)
    this.#services.pool.forget(thread.id)
  }

  /** After a crash: what was at work then is lost, with the text it had; what was being stopped is stopped. */
  async recover(): Promise<void> {
    for (const threadId of await this.#services.store.threadsWithOpenRuns()) {
      const thread = await this.get(threadId)
      await thread?.writer.flush()
    }
  }

  /** Lets every run end or be stopped, and stores everything. */
  async close(drainMs: number): Promise<void> {
    clearInterval(this.#sweep)
    for (const thread of this.all) dropDeadlines(thread)
    for (const timer of this.#leaveTimers.values()) clearTimeout(timer)
    const deadline = performance.now() + drainMs
    while (performance.now() < deadline && this.openRuns > 0) await pause(25)
    await Promise.race([this.#services.underWay.settled(), pause(lastCommandsMs)])
    for (const thread of this.all) this.stopAll(thread, { cause: 'shutdown', by: null })
    const { settleMs, speakMs } = this.#services.timings
    const giveUpAt = performance.now() + settleMs + speakMs + 1_000
    while (performance.now() < giveUpAt && this.openRuns > 0) await pause(10)
    await Promise.allSettled(this.all.map((thread) => thread.writer.flush()))
  }

  /** Stores what is left, and nothing after it. */
  async putAway(): Promise<void> {
    await this.#services.underWay.settled()
    await Promise.all(this.all.map((thread) => thread.writer.close()))
  }

  /** How many runs are under way or wait for their turn. */
  get openRuns(): number {
    return this.all.reduce((sum, thread) => sum + thread.openRuns.filter(({ state }) => state !== 'held').length, 0)
  }

  async #load(threadId: string): Promise<Thread | null> {
    const stored = await this.#services.store.readThread(threadId)
    if (!stored) return null
    const live = this.#live.get(threadId)
    if (live) return live
    const { userId, createdAt, updatedAt, state, values } = stored
    const thread = new Thread(
      { owner: { threadId, userId, createdAt, updatedAt }, state, values, isStored: true },
      this.#services,
    )
    this.#live.set(threadId, thread)
    for (const run of state.runs) if (!hasEnded(run.state)) takeUp(thread, run)
    return thread
  }

  #handles(kind: LiveRun['kind']): boolean {
    return this.#services.app?.handles.includes(kind) ?? false
  }

  #letGo(): void {
    const now = performance.now()
    for (const thread of this.#live.values()) {
      if (isNeeded(thread) || now - thread.usedAt < this.#idleMs) continue
      if (thread.isGreeted && this.#handles('end')) {
        this.end(thread, 'expired', { cause: 'timeout', by: null })
        continue
      }
      void thread.writer.flush().then(
        () => {
          if (isNeeded(thread)) return
          this.#live.delete(thread.id)
          dropDeadlines(thread)
          this.#services.pool.forget(thread.id)
          // Nothing was said: what was to go with it has nowhere to go.
          if (!thread.writer.isStarted) void this.#services.files.folder.removeThread(thread.id).catch(() => {})
        },
        () => {},
      )
    }
  }
}

/** Whether somebody watches, or something is at work. What is held is stored and is found again. */
function isNeeded(thread: Thread): boolean {
  return thread.viewers.size > 0 || [...thread.runs.values()].some((run) => run.state !== 'held')
}

/**
 * A run that had not ended when the thread was last written. What had not begun is held: the person decides whether it is
 * still wanted. What was at work is lost, or stopped if that was under way.
 */
function takeUp(thread: Thread, run: Run): void {
  const message = thread.state.messages.find(({ id }) => id === run.messageId)
  if (!message || (run.state !== 'held' && run.state !== 'queued')) return settleAfterCrash(thread, run)
  const held = new LiveRun(run.id, run.kind, { message, branchId: run.branchId })
  held.moveTo('held')
  thread.runs.set(held.id, held)
  if (run.state !== 'held') thread.append({ type: 'run-update', runId: run.id, state: 'held' })
}

function settleAfterCrash(thread: Thread, run: Run): void {
  const wasStopping = run.state === 'stopping'
  thread.services.measure.runEnded(run.kind, wasStopping ? 'stopped' : 'lost', null)
  thread.append({
    type: 'run-end',
    runId: run.id,
    state: wasStopping ? 'stopped' : 'lost',
    cause: run.cause,
    notice: wasStopping ? { by: 'default' } : null,
    error: wasStopping ? null : { code: 'host_lost', message: 'The connection to this answer was lost.' },
  })
}

/** Whether a state holds this message already. */
export function hasMessage(state: ThreadState, messageId: string): boolean {
  return state.messages.some((message) => message.id === messageId)
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
