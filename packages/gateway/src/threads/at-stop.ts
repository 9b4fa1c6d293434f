import { mustWait } from './begin-run.ts'
import type { LiveRun } from './live-run.ts'
import { stopRun, type StopRequest } from './stop-run.ts'
import type { Thread } from './thread.ts'
import { withdrawRun } from './withdraw-run.ts'

/**
 * Stops what is at work in a thread. What waits for its turn behind that is held, taken back or goes next, as the app
 * wants it (stop contract, rule 16). Gives the runs that are being stopped.
 */
export function stopThread(thread: Thread, request: StopRequest): string[] {
  const open = thread.openRuns.filter((run) => run.state !== 'held')
  const waiting = open.filter((run) => run.state === 'queued' && mustWait(thread, run))
  const working = open.filter((run) => !waiting.includes(run))
  if (working.length > 0) for (const run of waiting) putOff(thread, run)
  for (const run of working) stopRun(thread, run, request)
  return working.map((run) => run.id)
}

function putOff(thread: Thread, run: LiveRun): void {
  switch (thread.services.app?.queueAtStop ?? 'hold') {
    case 'hold':
      if (run.moveTo('held')) thread.append({ type: 'run-update', runId: run.id, state: 'held' })
      return
    case 'clear':
      withdrawRun(thread, run)
      return
    case 'send-next':
  }
}
