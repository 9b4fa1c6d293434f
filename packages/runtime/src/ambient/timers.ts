import timers from 'node:timers'
import { isOnTheSide } from './on-the-side.ts'
import type { Patches } from './patches.ts'
import { withoutContext } from '../run/context.ts'
import { surroundings } from './surroundings.ts'

type Handler = (...args: unknown[]) => unknown
type Start = (handler: Handler, ms?: number, ...args: unknown[]) => NodeJS.Timeout
type Clear = (timer?: NodeJS.Timeout | string | number | null) => void

/** Where a timer is recorded; a property of it, since looking that up is all it costs to clear one of nobody's. */
const recordedIn = Symbol('recordedIn')
type Recorded = NodeJS.Timeout & { [recordedIn]?: Set<NodeJS.Timeout> }

/**
 * Records the timers made in a run, for as long as they are to fire. They keep their meaning until the run is destroyed:
 * code behind a stop may still need one to end well.
 */
export function patchTimers(patches: Patches): void {
  for (const target of [globalThis, timers] as unknown as Record<string, never>[]) {
    patches.replace(target, 'setTimeout', (original: Start) => (handler: Handler, ms?: number, ...args: unknown[]) => {
      const around = surroundings()
      if (around === undefined || typeof handler !== 'function') return original(handler, ms, ...args)
      const own = around.run.scope.of(around.lane).timers
      const timer: Recorded = original(
        function (this: unknown, ...values: unknown[]) {
          own.delete(timer)
          const fire = (): unknown => Reflect.apply(handler, this, values)
          return isOnTheSide(timer) && around.run.isStopped ? withoutContext(fire) : fire()
        },
        ms,
        ...args,
      )
      return around.run.hasEnded ? timer : record(timer, own)
    })
    patches.replace(target, 'setInterval', (original: Start) => (handler: Handler, ms?: number, ...args: unknown[]) => {
      const timer: Recorded = original(handler, ms, ...args)
      const around = surroundings()
      if (around === undefined || around.run.hasEnded) return timer
      return record(timer, around.run.scope.of(around.lane).intervals)
    })
    for (const name of ['clearTimeout', 'clearInterval']) {
      patches.replace(target, name, (original: Clear) => (timer?: Recorded | string | number | null) => {
        if (typeof timer === 'object' && timer !== null) timer[recordedIn]?.delete(timer)
        original(timer)
      })
    }
  }
}

function record(timer: Recorded, own: Set<NodeJS.Timeout>): Recorded {
  timer[recordedIn] = own
  own.add(timer)
  return timer
}
