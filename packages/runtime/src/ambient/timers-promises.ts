import timers from 'node:timers/promises'
import type { Patches } from './patches.ts'
import { refusalOf } from './refusal.ts'
import { surroundings, type Surroundings } from './surroundings.ts'
import { untilOver } from './until-over.ts'

type Options = { signal?: AbortSignal; ref?: boolean } | undefined

/** Ends the waits of `node:timers/promises` with the code around. They reject with the run's own error. */
export function patchTimersPromises(patches: Patches): void {
  patches.replace(timers, 'setTimeout', (original) => (ms?: number, value?: unknown, options?: Options) => {
    const around = surroundings()
    if (around === undefined) return original(ms, value, options)
    return waitIn(around, options, (bound) => original(ms, value, bound))
  })
  patches.replace(timers, 'setImmediate', (original) => (value?: unknown, options?: Options) => {
    const around = surroundings()
    if (around === undefined) return original(value, options)
    // It is over in this very turn: refusing the next one is enough, and a tenth of the cost.
    const refusal = refusalOf(around)
    return refusal === null ? original(value, options) : around.run.refused(refusal)
  })
  patches.replace(timers, 'setInterval', (original) => (ms?: number, value?: unknown, options?: Options) => {
    const around = surroundings()
    if (around === undefined) return original(ms, value, options)
    return intervalIn(around, options, (bound) => original(ms, value, bound))
  })
  const { scheduler } = timers
  patches.replace(scheduler, 'wait', (original) => (ms: number, options?: Options) => {
    const around = surroundings()
    const wait = (bound?: Options): Promise<void> => Reflect.apply(original, scheduler, [ms, bound])
    return around === undefined ? wait(options) : waitIn(around, options, wait)
  })
}

function waitIn<T>(around: Surroundings, options: Options, wait: (bound: Options) => Promise<T>): Promise<T> {
  const refusal = refusalOf(around)
  if (refusal !== null) return around.run.refused(refusal)
  if (!isSound(options)) return wait(options)
  return untilOver(around, options?.signal, (signal) => wait({ ...options, signal }))
}

async function* intervalIn<T>(
  around: Surroundings,
  options: Options,
  ticks: (bound: Options) => AsyncIterable<T>,
): AsyncGenerator<T, void> {
  const refusal = refusalOf(around)
  if (refusal !== null) await around.run.refused(refusal)
  if (!isSound(options)) return yield* ticks(options)
  const ours = new AbortController()
  const release = around.run.scope.bind(around.lane, (reason) => ours.abort(reason))
  const theirs = options?.signal
  const signal = theirs ? AbortSignal.any([theirs, ours.signal]) : ours.signal
  try {
    yield* ticks({ ...options, signal })
  } catch (error) {
    throw ours.signal.aborted ? ours.signal.reason : error
  } finally {
    release()
  }
}

/** What makes no sense is for Node to complain about. */
function isSound(options: Options): boolean {
  return (
    options === undefined ||
    (typeof options === 'object' &&
      options !== null &&
      (options.signal === undefined || options.signal instanceof AbortSignal))
  )
}
