import { createHook, type AsyncHook } from 'node:async_hooks'
import { currentContext } from './context.ts'
import type { Run } from './run.ts'
import { setTimeout } from './own-timers.ts'

/** What is being counted now. The hook slows every promise of the thread, so it is there only while there is something. */
const counted = new Map<Run, number>()
let hook: AsyncHook | null = null

/**
 * How much the code of a run sets going within `ms`: promises, immediates, reads, writes, whatever Node comes back from
 * later. A promise that nobody settles is nothing; a loop that awaits is a lot.
 */
export async function countSetGoing(run: Run, ms: number): Promise<number> {
  hook ??= createHook({
    init() {
      const around = currentContext()?.run
      const count = around && counted.get(around)
      if (around && count !== undefined) counted.set(around, count + 1)
    },
  })
  counted.set(run, 0)
  hook.enable()
  await new Promise((resolve) => void setTimeout(resolve, ms).unref())
  const count = counted.get(run) ?? 0
  counted.delete(run)
  if (counted.size === 0) hook.disable()
  return count
}
