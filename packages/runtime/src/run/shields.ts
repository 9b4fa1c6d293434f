import type { Clock } from './clock.ts'
import { Lane } from './lane.ts'

/**
 * The open shields of a run. While one is open, the run's signal is not aborted; each may delay it by its deadline,
 * counted from the moment somebody wanted to abort.
 */
export class Shields {
  readonly #clock: Clock
  readonly #abort: (reason: Error) => void
  readonly #open = new Map<Lane, { deadlineMs: number; off: (() => void) | null }>()
  #reason: Error | null = null
  #closed: (() => void)[] = []

  constructor(clock: Clock, abort: (reason: Error) => void) {
    this.#clock = clock
    this.#abort = abort
  }

  /** Opens one. `words`: those of the lane it is opened in. */
  enter(deadlineMs: number, words: Lane['words']): Lane {
    const lane = new Lane('shield', words)
    this.#open.set(lane, { deadlineMs, off: null })
    if (this.#reason !== null) this.#arm(lane, this.#reason)
    return lane
  }

  leave(lane: Lane): void {
    this.#open.get(lane)?.off?.()
    this.#open.delete(lane)
    if (this.#open.size > 0) return
    if (this.#reason !== null) this.#abort(this.#reason)
    const closed = this.#closed
    this.#closed = []
    for (const resolve of closed) resolve()
  }

  /** Aborts as soon as no shield is open. */
  release(reason: Error): void {
    this.#reason = reason
    if (this.#open.size === 0) return this.#abort(reason)
    for (const lane of [...this.#open.keys()]) this.#arm(lane, reason)
  }

  /** Resolves when none is open. */
  async allClosed(): Promise<void> {
    while (this.#open.size > 0) await new Promise<void>((resolve) => this.#closed.push(resolve))
  }

  #arm(lane: Lane, reason: Error): void {
    const shield = this.#open.get(lane)
    if (shield === undefined) return
    shield.off?.()
    shield.off = this.#clock.after(shield.deadlineMs, () => {
      lane.interrupt(reason)
      lane.abort(reason)
      this.leave(lane)
    })
  }
}
