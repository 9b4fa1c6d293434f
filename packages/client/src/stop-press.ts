import { hasEnded, type Answer, type CommandInput, type ErrorCode, type ThreadState } from '@chatwright/protocol'
import type { Environment } from './environment.ts'
import { isSameList } from './keep-list.ts'
import type { Outbox } from './outbox.ts'
import { idle, type StopPhase } from './stop-phase.ts'
import type { Timings } from './timings.ts'

/** Which control was used. */
export type StopSource = CommandInput<'stop'>['source']

/** What a press knows of its thread. */
export interface StopContext {
  readonly threadId: string
  readonly outbox: Outbox
  readonly environment: Environment
  readonly timings: Timings
  isOnline(): boolean
  /** Whether a message that asks for this run is on its way to the server, so that the run may still come to be. */
  isRunAwaited(runId: string): boolean
  /** The press has moved on by itself. */
  onChange(): void
}

/** A run that is being stopped. */
interface Target {
  runId: string
  seenSeq: number
  order: Order | null
  /** The server has said that there is nothing to stop. */
  isDenied: boolean
  /** `held`: what comes is not shown. `fenced`: nothing more can come. `over`: the run has ended. */
  stage: 'held' | 'fenced' | 'over'
}

/** A command `stop` and the runs it is for. */
interface Order {
  targets: Target[]
  isForced: boolean
  tries: number
  forget(): void
}

/** Errors after which there is nothing left to stop here. */
const finalErrors: readonly ErrorCode[] = ['thread_not_found', 'run_not_found', 'not_found', 'forbidden', 'bad_request']

/**
 * The reader's Stop, from the press to the end of the last of its runs. Decides whether what arrives may be shown, sends
 * the commands until they are acknowledged, and says how things stand.
 */
export class StopPress {
  readonly #context: StopContext
  readonly #targets = new Map<string, Target>()
  readonly #source: StopSource
  readonly #since: number
  readonly #cancelTimers = new Set<() => void>()
  #isForced = false
  #phase: StopPhase = idle

  constructor(context: StopContext, source: StopSource) {
    this.#context = context
    this.#source = source
    this.#since = context.environment.now()
  }

  /** Whether new events must not be shown. */
  get isHolding(): boolean {
    return [...this.#targets.values()].some((target) => target.stage === 'held')
  }

  get isOver(): boolean {
    return [...this.#targets.values()].every((target) => target.stage === 'over')
  }

  /** The same object until something changed. */
  get phase(): StopPhase {
    const next = this.#currentPhase()
    if (!isSamePhase(this.#phase, next)) this.#phase = next
    return this.#phase
  }

  isStopping(runId: string): boolean {
    const target = this.#targets.get(runId)
    return target !== undefined && target.stage !== 'over'
  }

  /**
   * Stops these runs; `seenSeq` is what the reader has on screen. `areAll`: they are all that is at work, so that one
   * command for the thread does; but never without a line, where it could meet a run that begins later.
   */
  stop(runIds: readonly string[], seenSeq: number, areAll: boolean): void {
    const targets = runIds.map((runId): Target => ({ runId, seenSeq, order: null, isDenied: false, stage: 'held' }))
    for (const target of targets) this.#targets.set(target.runId, target)
    if (areAll && targets.length > 1 && this.#context.isOnline()) this.#send(targets, false, false)
    else for (const target of targets) this.#send([target], true, false)
  }

  /** The second press: no grace for what has not ended. */
  force(): void {
    this.#isForced = true
    for (const target of this.#open()) {
      if (target.isDenied || target.order?.isForced) continue
      target.order?.forget()
      this.#send([target], true, true)
    }
  }

  /** Looks at the thread as it is now, shown or not. */
  observe(state: ThreadState): void {
    for (const target of this.#open()) {
      const run = state.runs.findLast((candidate) => candidate.id === target.runId)
      if (run) {
        if (hasEnded(run.state)) this.#end(target)
        else if (run.state === 'stopping') target.stage = 'fenced'
      } else if (target.order === null && !this.#context.isRunAwaited(target.runId)) {
        this.#end(target)
      }
    }
  }

  onOffline(): void {
    const unanswered = new Set(this.#open().flatMap((target) => target.order ?? []))
    for (const order of unanswered) {
      if (order.targets.length === 1) continue
      order.forget()
      for (const target of order.targets) this.#send([target], true, order.isForced)
    }
  }

  close(): void {
    for (const target of this.#open()) target.order?.forget()
    for (const cancel of this.#cancelTimers) cancel()
  }

  #open(): Target[] {
    return [...this.#targets.values()].filter((target) => target.stage !== 'over')
  }

  #send(targets: Target[], isNamed: boolean, isForced: boolean): void {
    const { threadId, outbox, timings } = this.#context
    const [first] = targets
    if (!first) return
    const order: Order = { targets, isForced, tries: 0, forget: () => {} }
    for (const target of targets) target.order = order
    order.forget = outbox.post(
      'stop',
      {
        threadId,
        seenSeq: first.seenSeq,
        source: this.#source,
        ...(isNamed ? { runId: first.runId } : {}),
        ...(isForced ? { force: true } : {}),
      },
      {
        onAnswer: (answer) => this.#onAnswer(order, answer),
        resendMs: timings.stopConfirmMs,
        retries: 0,
        onTry: (tries) => {
          const wasSent = order.tries > 0
          order.tries = tries
          if (wasSent) this.#context.onChange()
        },
      },
    )
  }

  #onAnswer(order: Order, answer: Answer<'stop'>): void {
    const targets = order.targets.filter((target) => target.order === order)
    for (const target of targets) target.order = null
    if (answer.ok) {
      const { outcome, runIds } = answer.result
      for (const target of targets) {
        const isStopped = outcome === 'remembered' || (outcome === 'stopping' && runIds.includes(target.runId))
        if (!isStopped) this.#deny(target)
      }
    } else if (finalErrors.includes(answer.error.code)) {
      for (const target of targets) this.#end(target)
    } else {
      // The answer belongs to its id: asking again needs another.
      for (const target of targets) this.#later(() => this.#send([target], true, order.isForced))
    }
    this.#context.onChange()
  }

  /** There is nothing to stop: the answer finishes, and its end is on its way, unless it is lost. */
  #deny(target: Target): void {
    target.isDenied = true
    if (target.stage === 'held') target.stage = 'fenced'
    this.#later(() => this.#end(target))
  }

  #end(target: Target): void {
    target.stage = 'over'
    const { order } = target
    target.order = null
    // What the server answers may be about others as well.
    if (order?.targets.every((other) => other.order !== order)) order.forget()
  }

  #later(run: () => void): void {
    const cancel = this.#context.environment.setTimer(() => {
      this.#cancelTimers.delete(cancel)
      run()
      this.#context.onChange()
    }, this.#context.timings.stopConfirmMs)
    this.#cancelTimers.add(cancel)
  }

  #currentPhase(): StopPhase {
    const open = this.#open()
    if (open.length === 0) return idle
    const pressed = { since: this.#since, runIds: open.map((target) => target.runId) }
    const orders = open.flatMap((target) => target.order ?? [])
    if (orders.length > 0 && !this.#context.isOnline()) return { phase: 'offline', ...pressed }
    const tries = Math.max(0, ...orders.map((order) => order.tries))
    if (tries > 1) return { phase: 'unconfirmed', ...pressed, tries }
    return { phase: this.#isForced ? 'forcing' : 'stopping', ...pressed }
  }
}

function isSamePhase(a: StopPhase, b: StopPhase): boolean {
  if (a.phase === 'idle' || b.phase === 'idle') return a.phase === b.phase
  const triesOf = (phase: StopPhase) => (phase.phase === 'unconfirmed' ? phase.tries : 1)
  return a.phase === b.phase && triesOf(a) === triesOf(b) && isSameList(a.runIds, b.runIds)
}
