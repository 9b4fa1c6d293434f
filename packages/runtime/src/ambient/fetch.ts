import type { Patches } from './patches.ts'
import { refusalOf } from './refusal.ts'
import { surroundings } from './surroundings.ts'
import { untilOver } from './until-over.ts'

/** Ends `fetch`, and the reading of its answer, with the code around. It rejects with the run's own error. */
export function patchFetch(patches: Patches): void {
  patches.replace(globalThis, 'fetch', (fetch) => (input: string | URL | Request, init?: RequestInit) => {
    const around = surroundings()
    if (around === undefined) return fetch(input, init)
    const refusal = refusalOf(around)
    if (refusal !== null) return around.run.refused(refusal)
    const theirs = init?.signal === undefined && input instanceof Request ? input.signal : init?.signal
    // It ends with the run as it is; and what is no signal is for fetch to complain about.
    if (theirs === around.lane.signal || (theirs && !(theirs instanceof AbortSignal))) return fetch(input, init)
    return untilOver(
      around,
      theirs,
      (signal) => fetch(input, { ...init, signal }),
      // the signal is needed for as long as somebody may read
      (response) => response.body,
    )
  })
}
