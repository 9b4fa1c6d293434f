import { isMainThread } from 'node:worker_threads'
import type { Run } from '../run/run.ts'
import { setTimeout } from '../run/own-timers.ts'
import { countSetGoing } from '../run/set-going.ts'

/** When the code of a stopped run is looked at once it should be over, in milliseconds from there, and for how long. */
const looksMs = [2_000, 10_000, 30_000]
const lookMs = 200
/**
 * How much it must set going meanwhile to be at work. A handler that never settled may only hang. One that did may have
 * left a connection that others use, and what arrives there counts for it: only a loop makes so much.
 */
const busy = { handlerHangs: 3, handlerSettled: 100 } as const

/**
 * Looks whether the code of a stopped run goes on all the same, which nothing in this thread can end: timers, requests and
 * processes are gone, but a loop over files is not. Resolves to whether it does. Only in a worker, which can be ended.
 */
export async function goesOn(run: Run, hasSettled: () => boolean): Promise<boolean> {
  if (isMainThread || run.scope === null) return false
  for (const afterMs of looksMs) {
    await new Promise((resolve) => void setTimeout(resolve, afterMs).unref())
    const wasSettled = hasSettled()
    const count = await countSetGoing(run, lookMs)
    if (count >= (wasSettled ? busy.handlerSettled : busy.handlerHangs)) return true
    if (wasSettled) return false
  }
  return false
}
