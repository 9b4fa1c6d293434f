import { isTurn, mustWait } from './begin-run.ts'
import type { LiveRun } from './live-run.ts'
import { stopRun, type StopRequest } from './stop-run.ts'
import type { Thread } from './thread.ts'
import { withdrawRun } from './withdraw-run.ts'

/** Stops what is at work in a thread. Gives the runs that are being stopped; see {@link stopOne} for what waits. */
export function stopThread(thread: Thread, request: StopRequest): string[] {
  const waiting = new Set(waitingRuns(thread))
  const working = thread.openRuns.filter((run) => run.state !== 'held' && !waiting.has(run))
  for (const run of working) stopOne(thread, run, request)
  return working.map((run) => run.id)
}

/**
 * Stops a run. What waits for its turn behind an answer is held, taken back or goes next, as the app wants it (stop
 * contract, rule 16).
 */
export function stopOne(thread: Thread, run: LiveRun, request: StopRequest): 'stopping' | 'already-ended' {
  const isFirst = run.stop === null && !run.hasEnded
  const waiting = waitingRuns(thread)
  const isWaitedFor = isTurn(run) || run.kind === 'setup'
  if (isFirst && isWaitedFor && !waiting.includes(run)) for (const other of waiting) putOff(thread, other)
  return stopRun(thread, run, request)
}

function waitingRuns(thread: Thread): LiveRun[] {
  return thread.openRuns.filter((run) => run.state === 'queued' && mustWait(thread, run))
}

/** Only what a person said can be put off. */
function putOff(thread: Thread, run: LiveRun): void {
  if (run.kind !== 'message') return
  switch (thread.app?.queueAtStop ?? 'hold') {
    case 'hold':
      if (run.moveTo('held')) thread.append({ type: 'run-update', runId: run.id, state: 'held' })
      return
    case 'clear':
      withdrawRun(thread, run)
      return
    case 'send-next':
  }
}
