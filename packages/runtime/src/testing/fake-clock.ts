import type { Clock } from '../run/clock.ts'

/** A clock that is turned by hand. */
export interface FakeClock extends Clock {
  /**
   * Moves the time on by `ms`, firing what falls due on the way, in order, and letting the loop turn between, so that
   * code which waits again is waited for again. Resolves when all of it had its turn.
   */
  advance(ms: number): Promise<void>
  /** How many timers wait. */
  readonly pending: number
  /** Milliseconds until the next timer is due, or null when none waits. */
  readonly nextMs: number | null
}

/** Turns of the loop that code gets to answer a timer before the next one fires. */
const turnsBetween = 5

/** A clock at `start` (milliseconds since 1970; default 2026-01-01), for `serve(app, { clock })`. */
export function fakeClock(start: number = Date.UTC(2026, 0, 1)): FakeClock {
  let now = start
  let timers: { at: number; fire: () => void }[] = []

  const turn = async (): Promise<void> => {
    for (let turns = 0; turns < turnsBetween; turns++) await new Promise<void>((resolve) => setImmediate(resolve))
  }
  const takeNext = (until: number): { at: number; fire: () => void } | undefined => {
    const next = timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0]
    timers = timers.filter((timer) => timer !== next)
    return next
  }

  return {
    now: () => now,
    after(ms, fire) {
      const timer = { at: now + ms, fire }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    async advance(ms) {
      const until = now + ms
      await turn()
      for (let next = takeNext(until); next !== undefined; next = takeNext(until)) {
        now = Math.max(now, next.at)
        next.fire()
        await turn()
      }
      now = until
      await turn()
    },
    get pending() {
      return timers.length
    },
    get nextMs() {
      return timers.length === 0 ? null : Math.max(0, Math.min(...timers.map((timer) => timer.at)) - now)
    },
  }
}
