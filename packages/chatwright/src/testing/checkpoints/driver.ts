import type { FakeClock } from '@chatwright/runtime/testing'
import { moreHandles, type Handles } from './leftovers.ts'

/** Turns of the loop in which an app may go on by itself before its clock is turned. */
const quietTurns = 3
/** Most fake time that is waited for something, in milliseconds: an app may well wait for ever. */
const longestMs = 60 * 60_000

interface DriveOptions {
  timeoutMs: number
  patienceMs?: () => number
  onRest: (isWaiting: boolean) => Promise<boolean>
}

/**
 * Moves an app on until something is so. While it waits for nothing real, its clock jumps from timer to timer; while it
 * waits for a socket, a file or a process, the clock goes as the machine's does.
 *
 * `onRest`: called when nothing moves; is told whether there is a timer or something real that is waited for, and says
 * whether it set something going. `patienceMs`: real time that passes before the clock jumps, for what is real and
 * cannot be seen, such as a thread that is ending. Gives false when it was not so after `timeoutMs` of real time, or an hour of the app's.
 */
export async function drive(
  clock: FakeClock,
  idle: Handles,
  isThere: () => boolean,
  { timeoutMs, patienceMs = () => 0, onRest }: DriveOptions,
): Promise<boolean> {
  const giveUpAt = performance.now() + timeoutMs
  const lastTime = clock.now() + longestMs
  for (;;) {
    for (let turn = 0; turn < quietTurns && !isThere(); turn++) await turnOfLoop()
    if (isThere()) return true
    if (performance.now() > giveUpAt || clock.now() > lastTime) return false
    const isBusy = moreHandles(idle).length > 0
    if (await onRest(isBusy || clock.nextMs !== null)) continue
    if (!isBusy && clock.nextMs !== null) {
      const goOnAt = performance.now() + patienceMs()
      while (!isThere() && performance.now() < goOnAt) await pause(5)
      if (isThere()) return true
      await clock.advance(clock.nextMs)
      continue
    }
    const before = performance.now()
    await pause(1)
    if (isBusy) await clock.advance(performance.now() - before)
  }
}

/** Waits real time. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

function turnOfLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
