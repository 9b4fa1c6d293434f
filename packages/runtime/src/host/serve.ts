import {
  control,
  isChatwrightError,
  runKind,
  toPublicError,
  type FromHost,
  type HostLink,
  type Serve,
  type ToHost,
} from '@chatwright/protocol'
import { answersKind, infoOf, partsOf, type AppParts } from '../app/create-app.ts'
import { loadTrace } from '../trace/load-trace.ts'
import { noTrace } from '../trace/trace.ts'
import { prepareNothing, type PrepareModule } from '../offload/offload.ts'
import { Undos } from '../undo/undos.ts'
import { realClock, within, type Clock } from '../run/clock.ts'
import type { Log } from '../run/log.ts'
import { Pace } from '../run/pace.ts'
import type { RunHost } from '../run/run.ts'
import { ActiveRun } from './active-run.ts'
import { noticeOf } from './ask-notice.ts'
import { describeFailure } from './failure.ts'
import { startHeartbeat } from './heartbeat.ts'
import { patience, type HostParts } from './host-parts.ts'
import { Outbox } from './outbox.ts'
import { Sessions } from './sessions.ts'

/** Options of {@link serve}. */
export interface ServeOptions {
  /** Whether readers see the words of errors; the app's own `showErrors` wins. Default true. */
  showErrors?: boolean
  /** Makes modules of the app ones that Node can import, for `chat.offload`. Default: takes them as they are. */
  prepareModule?: PrepareModule
  /** Where the time comes from. Default: the machine. */
  clock?: Clock
  /** Development: what did not want to stop is told with its place and its time. Default false. */
  dev?: boolean
  /** Hears what the author of the app should know, beside the log. */
  warn?: (text: string) => void
}

/**
 * Makes what a host runs of an app: it answers the frames of a host link until `close`.
 *
 * What is no app, cannot answer anything, or throws in `onStartup` is answered with `failed`. A frame that makes no
 * sense is logged and changes nothing.
 */
export function serve(app: unknown, options: ServeOptions = {}): Serve {
  return serveWatched(app, options)
}

/** The same, with somebody who hears of every checkpoint before the call that passes it takes effect. For the test kit. */
export function serveWatched(app: unknown, options: ServeOptions, onCheckpoint?: RunHost['onCheckpoint']): Serve {
  return (link) => void new AppHost(app, link, options, onCheckpoint).open()
}

/** How many ended runs are remembered and for how long, for a stop that crosses with their end. */
const mostEnded = 64
const rememberMs = 5_000

class AppHost {
  readonly #app: unknown
  readonly #link: HostLink
  readonly #options: ServeOptions
  readonly #onCheckpoint: RunHost['onCheckpoint']
  readonly #active = new Map<string, ActiveRun>()
  readonly #ended = new Map<string, ActiveRun>()
  readonly #starting = new AbortController()
  #parts: HostParts | null = null
  #isClosed = false
  #stopHeartbeat: () => void = () => undefined

  constructor(app: unknown, link: HostLink, options: ServeOptions, onCheckpoint: RunHost['onCheckpoint']) {
    this.#app = app
    this.#link = link
    this.#options = options
    this.#onCheckpoint = onCheckpoint
  }

  /** Starts the app and answers `ready` or `failed`. Never rejects. */
  async open(): Promise<void> {
    this.#stopHeartbeat = startHeartbeat(this.#link.control)
    this.#link.onFrame((frame) => this.#onFrame(frame))
    try {
      const app = partsOf(this.#app)
      app.handlers.warnWith((text) => this.#warn(text))
      const parts = this.#assemble(app)
      this.#parts = parts
      const loading = loadTrace()
      await app.handlers.get('onStartup')?.({ signal: this.#starting.signal })
      parts.trace = await loading
      if (!this.#isClosed) this.#post({ type: 'ready', app: infoOf(app) })
    } catch (error) {
      const failure = describeFailure(error, true)
      const known = isChatwrightError(error)
      this.#post({
        type: 'failed',
        error: known
          ? toPublicError(error, failure.errorId)
          : { code: 'app_failed', message: `onStartup failed: ${failure.publicText}`, errorId: failure.errorId },
        detail: failure.detail,
      })
    }
  }

  #assemble(app: AppParts): HostParts {
    const post = (frame: FromHost): void => this.#post(frame)
    const clock = this.#options.clock ?? realClock
    return {
      app,
      post,
      control: this.#link.control,
      outbox: new Outbox(post),
      clock,
      undos: new Undos(app.undos, { clock, log: this.#log, post }),
      pace: new Pace(),
      log: this.#log,
      prepareModule: this.#options.prepareModule ?? prepareNothing,
      ambientStop: app.options.ambientStop ?? true,
      sessions: new Sessions(app.options.state ?? (() => ({}))),
      onCheckpoint: this.#onCheckpoint,
      showErrors: app.options.showErrors ?? this.#options.showErrors ?? true,
      isDev: this.#options.dev ?? false,
      trace: noTrace,
    }
  }

  #onFrame(frame: ToHost): void {
    if (this.#isClosed || this.#parts === null) return
    try {
      this.#answer(frame, this.#parts)
    } catch (error) {
      this.#log('error', `A frame could not be answered: ${describeFailure(error, false).detail}`)
    }
  }

  #answer(frame: ToHost, parts: HostParts): void {
    if ('runId' in frame && typeof frame.runId !== 'string') throw new TypeError('its run has no id')
    switch (frame.type) {
      case 'start':
        return this.#start(frame, parts)
      case 'stop':
        return this.#stop(frame, parts)
      case 'answer':
      case 'call-over':
      case 'panel-reopened':
        return this.#active.get(frame.runId)?.hear(frame)
      case 'stop-step':
        return this.#active.get(frame.runId)?.stopStep(frame.stepId)
      case 'force':
        return this.#active.get(frame.runId)?.force()
      case 'forget':
        for (const [runId, { threadId }] of this.#ended) if (threadId === frame.threadId) this.#ended.delete(runId)
        return parts.sessions.forget(frame.threadId)
      case 'ack':
        return parts.outbox.ack(frame.batch)
      case 'undo-noted':
        return parts.undos.noted(frame.undoId)
      case 'undo':
        return void parts.undos.carryOut(frame.undo)
      case 'close':
        return void this.#close(frame.reason, parts)
      default:
        this.#log(
          'error',
          `A frame of unknown type was ignored: ${String((frame as { type?: unknown } | null)?.type)}.`,
        )
    }
  }

  #start(frame: Extract<ToHost, { type: 'start' }>, parts: HostParts): void {
    const { runId, kind } = frame
    if (this.#active.has(runId) || this.#ended.has(runId)) {
      return this.#log('error', 'A run was started twice; the second start was ignored.', { runId })
    }
    // Taken back while it lay here unread: another host has it.
    if (Atomics.compareExchange(parts.control, markOf(frame.slot), 0, 1) !== 0) return
    if (!runKind.options.includes(kind) || !answersKind(parts.app, kind)) {
      this.#log('warn', `There is no handler for a run of kind ${kind}.`, { runId })
      return this.#post({ type: 'done', runId, error: null, detail: null })
    }
    let active: ActiveRun
    try {
      active = new ActiveRun(frame, parts)
    } catch (error) {
      // the app's own `state`, or a frame that lacks something
      return this.#giveUp(runId, error, parts)
    }
    this.#active.set(runId, active)
    void this.#see(active, active.perform(), parts)
  }

  #stop(frame: Extract<ToHost, { type: 'stop' }>, parts: HostParts): void {
    const { runId } = frame
    const active = this.#active.get(runId) ?? this.#ended.get(runId) ?? this.#unstarted(frame, parts)
    if (active !== undefined) {
      this.#active.set(runId, active)
      this.#ended.delete(runId)
      void this.#see(active, active.stop(frame), parts)
      return
    }
    // It is long over, or never came here. Who asked is answered all the same.
    this.#post({ type: 'stop-seen', runId })
    this.#post({ type: 'notice', runId, notice: noticeOf(frame, parts.app.options) })
    this.#post({ type: 'settled', runId, stage: 'cooperative', elapsedMs: 0, abandoned: [], refusedCalls: 0 })
  }

  /** A run that was stopped before it began: nothing of it runs but what is said of the stop. */
  #unstarted({ runId, unstarted }: Extract<ToHost, { type: 'stop' }>, parts: HostParts): ActiveRun | undefined {
    if (unstarted === undefined) return undefined
    try {
      const active = new ActiveRun(unstarted, parts)
      active.neverBegin()
      return active
    } catch (error) {
      this.#log('error', `A run that never began cannot be spoken for: ${describeFailure(error, false).detail}`, {
        runId,
      })
      return undefined
    }
  }

  /** Waits for one of the ways a run ends and remembers it for a while. */
  async #see(active: ActiveRun, ending: Promise<void>, parts: HostParts): Promise<void> {
    const { id: runId } = active.run
    try {
      await ending
    } catch (error) {
      this.#giveUp(runId, error, parts)
    }
    if (!active.run.hasEnded || !this.#active.delete(runId)) return
    this.#ended.set(runId, active)
    this.#forgetEnded(parts.clock.now() - rememberMs)
  }

  #forgetEnded(before: number): void {
    for (const [runId, { endedAt }] of this.#ended) {
      if (endedAt > before && this.#ended.size <= mostEnded) return
      this.#ended.delete(runId)
    }
  }

  /** Ends a run that cannot be brought to an end in the usual way. */
  #giveUp(runId: string, error: unknown, parts: HostParts): void {
    const failure = describeFailure(error, parts.showErrors)
    this.#log('error', `A run failed: ${failure.detail}`, { runId, errorId: failure.errorId })
    this.#post({
      type: 'done',
      runId,
      error: { code: 'handler_failed', message: failure.publicText, errorId: failure.errorId },
      detail: failure.detail,
    })
  }

  async #close(reason: 'shutdown' | 'reload', parts: HostParts): Promise<void> {
    if (this.#starting.signal.aborted) return
    this.#starting.abort(reason)
    // What stopped runs put away may need what onShutdown closes.
    await within(parts.clock, patience.settleMs, this.#stopped())
    const ending = new AbortController()
    try {
      const working = (async () => parts.app.handlers.get('onShutdown')?.({ reason, signal: ending.signal }))()
      const outcome = await within(parts.clock, patience.shutdownMs, working)
      if (outcome.late) this.#log('error', `onShutdown took longer than ${patience.shutdownMs} ms.`)
    } catch (error) {
      this.#log('error', `onShutdown failed: ${describeFailure(error, false).detail}`)
    }
    ending.abort()
    parts.outbox.flush()
    this.#stopHeartbeat()
    this.#post({ type: 'closed' })
    this.#isClosed = true
  }

  async #stopped(): Promise<void> {
    await Promise.allSettled([...this.#active.values()].flatMap((active) => active.stopping ?? []))
  }

  #warn(text: string): void {
    this.#options.warn?.(text)
    this.#log('warn', text)
  }

  readonly #log: Log = (level, message, fields = {}) => {
    this.#post({ type: 'log', level, message, fields })
  }

  /** A link that is gone takes nothing any more; that must not throw into the app's code. */
  #post(frame: FromHost): void {
    if (this.#isClosed) return
    try {
      this.#link.post(frame)
    } catch (error) {
      if (frame.type !== 'log')
        this.#log('error', `A ${frame.type} frame was lost: ${describeFailure(error, false).detail}`)
    }
  }
}

function markOf(slot: number): number {
  return slot - control.firstSlot + control.firstMark
}
