import { clearTimeout, setTimeout } from './own-timers.ts'

/** Where a host gets its time from, so that a test can turn it by hand. Milliseconds throughout. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls `fire` once, `ms` from now. Returns the off switch; off after it fired does nothing. */
  after(ms: number, fire: () => void): () => void
}

/** The machine's own time. */
export const realClock: Clock = {
  now: () => Date.now(),
  after(ms, fire) {
    const timer = setTimeout(fire, ms)
    return () => clearTimeout(timer)
  },
}

/**
 * Waits for `promise`, but at most `ms`. Gives `late: true` when the time passed first; what the promise does after
 * that is nobody's business, a rejection included. Rejects as the promise does. Leaves no timer behind.
 */
export function within<T>(
  clock: Clock,
  ms: number,
  promise: Promise<T>,
): Promise<{ late: false; value: T } | { late: true }> {
  return new Promise((resolve, reject) => {
    const off = clock.after(ms, () => resolve({ late: true }))
    promise.then(
      (value) => {
        off()
        resolve({ late: false, value })
      },
      (error: unknown) => {
        off()
        reject(error)
      },
    )
  })
}
