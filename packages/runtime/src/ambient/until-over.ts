import type { Surroundings } from './surroundings.ts'

/**
 * What `start` gives, or the reason the code around is over with, as soon as it is. `start` gets a signal for it, which
 * `theirs` aborts as well. A promise that was ended and that nobody awaits is no unhandled rejection.
 *
 * `keep`, when it gives an object, puts off letting go of the signal until that object is.
 */
export function untilOver<T>(
  { run, lane }: Surroundings,
  theirs: AbortSignal | null | undefined,
  start: (signal: AbortSignal) => Promise<T>,
  keep: (value: T) => object | null = () => null,
): Promise<T> {
  const ours = new AbortController()
  const release = run.scope.bind(lane, (reason) => {
    ours.abort(reason)
    promise.catch(() => undefined)
  })
  const signal = theirs instanceof AbortSignal ? AbortSignal.any([theirs, ours.signal]) : ours.signal
  const promise = start(signal).then(
    (value) => {
      const kept = keep(value)
      if (kept === null) release()
      else releases.register(kept, release)
      return value
    },
    (error: unknown) => {
      release()
      throw ours.signal.aborted ? ours.signal.reason : error
    },
  )
  return promise
}

const releases = new FinalizationRegistry<() => void>((release) => release())
