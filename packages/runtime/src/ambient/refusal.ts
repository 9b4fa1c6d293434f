import { endsAmbient } from './scope.ts'
import type { Surroundings } from './surroundings.ts'

/**
 * Why something new must not begin here, or null. Reads the run's slot, so it holds from the moment of the fence on, and
 * each time: a library that tries again is refused again.
 */
export function refusalOf({ run, lane }: Surroundings): Error | null {
  const stopped = run.isStopped && (run.hasEnded || !lane.isShielded)
  const over = lane.reason !== null && endsAmbient(lane, lane.reason) ? lane.reason : null
  const reason = stopped ? run.stop() : over
  if (reason !== null) run.refusedCalls++
  return reason
}

/** When a refusal may be told: a loop that catches each of them must not keep the host's loop from turning. */
export async function whenTold({ run }: Surroundings, reason: Error): Promise<void> {
  await run.refused(reason).catch(() => undefined)
}
