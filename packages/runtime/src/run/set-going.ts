import { watchSetGoing } from './context.ts'
import type { Run } from './run.ts'
import { setTimeout } from './own-timers.ts'

/** What is being counted now; the watch is on only while there is something. */
const counts = new Map<Run, number>()

const watch = watchSetGoing(({ run }) => {
  const count = counts.get(run)
  if (count !== undefined) counts.set(run, count + 1)
})

/**
 * How much the code of a run sets going within `ms`: promises, immediates, reads, writes. A promise that nobody settles is
 * nothing; a loop that awaits is a lot.
 */
export async function countSetGoing(run: Run, ms: number): Promise<number> {
  counts.set(run, 0)
  watch.enable()
  await new Promise((resolve) => void setTimeout(resolve, ms).unref())
  const count = counts.get(run) ?? 0
  counts.delete(run)
  if (counts.size === 0) watch.disable()
  return count
}
