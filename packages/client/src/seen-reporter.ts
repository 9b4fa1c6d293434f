import type { Environment } from './environment.ts'
import type { Timings } from './timings.ts'

const reportSize = 65_536

/**
 * Tells the server how far a thread was applied, which lets it send more: at once after a quiet time, then each
 * `seenMs` or 64 kB, and a last time for the last batch.
 */
export class SeenReporter {
  readonly #report: (seq: number) => void
  readonly #environment: Environment
  readonly #timings: Timings
  #seq = 0
  #size = 0
  #reportedAt = Number.NEGATIVE_INFINITY
  #cancelTimer: (() => void) | null = null

  constructor(report: (seq: number) => void, environment: Environment, timings: Timings) {
    this.#report = report
    this.#environment = environment
    this.#timings = timings
  }

  /** Everything up to `seq` was applied; it had this many characters. */
  note(seq: number, size: number): void {
    this.#seq = seq
    this.#size += size
    const waitMs = this.#reportedAt + this.#timings.seenMs - this.#environment.elapsed()
    if (waitMs <= 0 || this.#size >= reportSize) this.#send()
    else this.#cancelTimer ??= this.#environment.setTimer(() => this.#send(), waitMs)
  }

  close(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = null
  }

  #send(): void {
    this.close()
    this.#size = 0
    this.#reportedAt = this.#environment.elapsed()
    this.#report(this.#seq)
  }
}
