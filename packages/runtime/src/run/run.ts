import {
  ChatwrightError,
  control,
  StopError,
  type Output,
  type ProcessFromHost,
  type RunKind,
  type Step,
  type StopCause,
} from '@chatwright/protocol'
import type { Checkpoint } from './checkpoint.ts'
import { Scope } from '../ambient/scope.ts'
import { Cleanup } from './cleanup.ts'
import type { Clock } from './clock.ts'
import { currentContext } from './context.ts'
import { Lane, type LaneKind } from './lane.ts'
import { Ledger } from './ledger.ts'
import type { Log } from './log.ts'
import { OutputQueue, type OutputSink } from './output-queue.ts'
import type { NoticeWords } from '../chat/notice-words.ts'
import { setTimeout } from './own-timers.ts'
import type { Pace } from './pace.ts'
import { Shields } from './shields.ts'

/** What all runs of a host share. */
export interface RunHost {
  readonly control: Int32Array
  readonly outbox: OutputSink
  readonly clock: Clock
  readonly pace: Pace
  readonly log: Log
  /** Whether names of work say where it was begun. */
  readonly isDev?: boolean
  /** Hears of every checkpoint that a run passes, before it is known whether the call is refused. For the test kit. */
  readonly onCheckpoint?: ((run: Run, name: Checkpoint) => void) | undefined
  /** Whether a stop reaches what code begins without the framework. */
  readonly ambientStop: boolean
  post(frame: ProcessFromHost): void
}

/** Something shown that is not complete yet: a streaming message, a running step. Closed when its run completes. */
export interface Open {
  close(): void
  /** Ends it alone, while its run goes on; absent where that cannot be. */
  stop?(): void
  /** The step it is, when it is one. */
  readonly openStep: Step | null
}

/** Refused calls after which each further one is kept waiting a little, so that a stubborn loop costs no CPU. */
const patience = 1_000
const stubbornWaitMs = 25

/**
 * One invocation of a handler: its identity, its fence and its ledger.
 *
 * The fence is level-triggered. It is up from the moment the gateway sets the run's slot in the control block, also
 * while the `stop` frame is still unread, and from then on every call that waits or writes is refused with the same
 * error, each time (stop contract, rule 4).
 */
export class Run {
  readonly id: string
  readonly kind: RunKind
  readonly work = new Lane('work')
  readonly ledger: Ledger
  readonly open = new Set<Open>()
  readonly shields: Shields
  readonly cleanup = new Cleanup()
  /** What of the machine ends with this run; null in an app that does without. */
  readonly scope: Scope | null
  refusedCalls = 0

  readonly #host: RunHost
  readonly #slot: number
  /** The lanes that a stop interrupts. */
  readonly #exposed = new Set<Lane>([this.work])
  #phase: 'open' | 'failed' | 'ended' = 'open'
  #stopError: StopError | null = null
  #failedError: ChatwrightError | null = null
  /** Outputs that wait for a name to be looked up, and how many look-ups there are. */
  #held: OutputQueue | null = null
  #holds = 0
  #lookup: Promise<unknown> = Promise.resolve()
  #hasWarnedOfEnd = false

  constructor(frame: { runId: string; kind: RunKind; slot: number }, host: RunHost) {
    this.id = frame.runId
    this.kind = frame.kind
    this.#slot = frame.slot
    this.#host = host
    this.ledger = new Ledger({ marks: host.isDev })
    this.scope = host.ambientStop ? new Scope((frame) => host.post(frame)) : null
    this.shields = new Shields(host.clock, (reason) => this.work.abort(reason))
  }

  get clock(): Clock {
    return this.#host.clock
  }

  get log(): Log {
    return this.#host.log
  }

  /** Whether the fence is up. Reads the shared slot, so a synchronous loop may ask. */
  get isStopped(): boolean {
    if (this.#stopError !== null) return true
    // The slot belongs to another run once this one has ended.
    if (this.#phase === 'ended' || Atomics.load(this.#host.control, this.#slot) === 0) return false
    this.#raiseFence()
    return true
  }

  /** Whether the fence is up and nobody here has noticed: unlike `isStopped`, to ask this ends and aborts nothing. */
  get isStopUnseen(): boolean {
    return this.#stopError === null && this.#phase !== 'ended' && Atomics.load(this.#host.control, this.#slot) !== 0
  }

  get hasEnded(): boolean {
    return this.#phase === 'ended'
  }

  /** Names this run as the one whose code runs now, should the loop not turn again. */
  enter(): void {
    if (this.#phase !== 'ended') this.#host.control[control.entered] = this.#slot
  }

  /** The lane of the calling code: what is around it, or `own` when that belongs to another run or to none. */
  laneOf(own: Lane): Lane {
    const context = currentContext()
    return context !== undefined && context.run === this ? context.lane : own
  }

  /** Throws when the call `name`, which writes, has to be refused. `own`: the lane of the handle it was made on. */
  guard(own: Lane, name: Checkpoint): void {
    this.enter()
    this.#host.onCheckpoint?.(this, name)
    if (this.#phase === 'open' && !this.isStopped && own.reason === null) return
    const refusal = this.#refusal(this.laneOf(own)) ?? own.reason
    if (refusal !== null) this.#refuse(refusal)
  }

  /** Throws when a call that only waits has to be refused. */
  guardWait(own: Lane, name: Checkpoint): void {
    const lane = this.laneOf(own)
    if (!lane.isShielded) return this.guard(lane, name)
    this.enter()
    this.#host.onCheckpoint?.(this, name)
    if (lane.reason !== null) this.#refuse(lane.reason)
  }

  /** A call that writes: refused behind the fence, otherwise done and entered in the ledger, under its name or `label`. */
  write<T>(name: Checkpoint, own: Lane, work: (lane: Lane) => T | Promise<T>, label: string = name): Promise<T> {
    try {
      this.guard(this.laneOf(own), name)
    } catch (error) {
      return this.refused(error)
    }
    return this.start(label, own, work)
  }

  /** A call that only waits. */
  wait<T>(name: Checkpoint, own: Lane, work: (lane: Lane) => T | Promise<T>, label: string = name): Promise<T> {
    try {
      this.guardWait(own, name)
    } catch (error) {
      return this.refused(error)
    }
    return this.start(label, own, work)
  }

  /** Does work and enters it in the ledger. */
  start<T>(label: string, own: Lane, work: (lane: Lane) => T | Promise<T>): Promise<T> {
    const lane = this.laneOf(own)
    // async, so that what is thrown on the spot is a rejection too
    const running = (async () => work(lane))()
    return this.ledger.track(label, running)
  }

  /** A call that speaks to the reader of a stop. Refused once the notice is out. */
  speak<T>(label: string, words: NoticeWords, work: () => T | Promise<T>): Promise<T> {
    this.enter()
    if (words.isClosed && this.#stopError !== null) {
      this.refusedCalls++
      return this.refused(this.#stopError)
    }
    const speaking = (async () => work())()
    return words.ledger.track(label, speaking)
  }

  /** What a refused call gives. A loop that catches it and goes on is slowed down, or the host's loop would never turn. */
  refused(error: unknown): Promise<never> {
    const after =
      this.refusedCalls < patience
        ? this.#host.pace.pause()
        : new Promise<void>((resolve) => void setTimeout(resolve, stubbornWaitMs).unref())
    return this.ledger.rejected(error, after)
  }

  /** Null to go on, or what a call that wrote should wait for: the gateway to keep up, or the loop to turn. */
  pause(): Promise<void> | null {
    return this.#host.outbox.isFull ? this.#host.outbox.room() : this.#host.pace.pause()
  }

  /** Waits when a call that wrote should. */
  breathe(lane: Lane): Promise<void> | undefined {
    const pause = this.pause()
    return pause === null ? undefined : lane.wait(pause)
  }

  /** Sends an output on its way; behind the fence it vanishes. Callers have guarded before. */
  emit(output: Output): void {
    if (this.isStopped || this.#phase === 'ended') return
    if (this.#held !== null) this.#held.push(output)
    else this.#host.outbox.push(output)
  }

  messageDelta(messageId: string, text: string): void {
    if (this.#held !== null) this.#held.messageDelta(this.id, messageId, text)
    else this.#host.outbox.messageDelta(this.id, messageId, text)
  }

  stepDelta(stepId: string, pane: 'input' | 'output', text: string): void {
    if (this.isStopped) return
    if (this.#held !== null) this.#held.stepDelta(this.id, stepId, pane, text)
    else this.#host.outbox.stepDelta(this.id, stepId, pane, text)
  }

  /** Keeps outputs back, in order, until `lookup` settles: a name that they carry is not known yet. */
  holdOutputs(lookup: Promise<unknown>): void {
    this.#held ??= new OutputQueue()
    this.#holds++
    const release = (): void => {
      this.#holds--
      if (this.#holds > 0 || this.#held === null) return
      const outputs = this.#held.take()
      this.#held = null
      for (const output of outputs) this.emit(output)
    }
    this.#lookup = lookup.then(release, release)
    this.ledger.hold('renameAuthor', this.#lookup)
  }

  /** Resolves when no output is kept back: what is posted then overtakes none. */
  async outputsReleased(): Promise<void> {
    while (this.#held !== null) await this.#lookup
  }

  /** A lane beside `work`. What is neither shielded nor `work` is interrupted by a stop as well. */
  openLane(kind: LaneKind, words: Lane['words'] = null): Lane {
    const lane = new Lane(kind, words)
    if (lane.isShielded) return lane
    this.#exposed.add(lane)
    if (this.#stopError !== null) this.#end(lane, this.#stopError)
    return lane
  }

  /** The stop was accepted. Idempotent. When the slot was seen first, the cause is known only now. */
  stop(cause?: StopCause): StopError {
    const error = this.#stopError ?? this.#raiseFence()
    if (cause !== undefined) Object.assign(error, { stopCause: cause })
    return error
  }

  /** The handler failed: what it began is asked to end. */
  fail(cause: unknown): void {
    if (this.#phase !== 'open') return
    this.#phase = 'failed'
    this.#failedError = new ChatwrightError('run_ended', 'The handler of this run failed, so all it began was ended.', {
      cause,
    })
    this.work.interrupt(this.#failedError)
    this.shields.release(this.#failedError)
  }

  /** The run is over; its slot may be given to another from now on. */
  end(): void {
    this.#phase = 'ended'
  }

  /** Closes what is open, as complete. */
  closeOpen(): void {
    for (const open of [...this.open].toReversed()) open.close()
  }

  #raiseFence(): StopError {
    const error = new StopError(this.id, 'user')
    this.#stopError = error
    this.#held?.take()
    for (const lane of this.#exposed) this.#end(lane, error)
    return error
  }

  #end(lane: Lane, reason: Error): void {
    lane.interrupt(reason)
    if (lane === this.work) this.shields.release(reason)
    else lane.abort(reason)
  }

  #refusal(lane: Lane): Error | null {
    if (this.isStopped) return this.#stopError
    if (this.#phase === 'failed') return lane.kind === 'work' || lane.kind === 'shield' ? this.#failedError : null
    if (this.#phase === 'open') return null
    if (!this.#hasWarnedOfEnd) {
      this.#hasWarnedOfEnd = true
      this.log('warn', 'A call came after its run had ended. Await what the handler starts.', { runId: this.id })
    }
    return new ChatwrightError('run_ended', 'This run has ended; nothing more can be said in it.', {
      fix: 'Await what the handler starts, or start it with a call of the framework so that the run waits for it.',
    })
  }

  #refuse(error: Error): never {
    this.refusedCalls++
    throw error
  }
}
