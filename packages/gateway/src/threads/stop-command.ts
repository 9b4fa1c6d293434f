import type { Command, CommandResult } from '@chatwright/protocol'
import { stopOne, stopThread } from './at-stop.ts'
import { stopStep, type StopRequest } from './stop-run.ts'
import type { Thread } from './thread.ts'
import type { Threads } from './threads.ts'

/** What is to be stopped: a step, a run, or without either all that is at work. */
type Target = Pick<Command<'stop'>, 'runId' | 'stepId'>

/**
 * Stops what was asked for and says what became of it. Asked again it says the same and changes nothing. `receivedAt`:
 * when it was asked for, on the monotonic clock. Who may ask is the caller's business.
 */
export function stopByCommand(
  threads: Threads,
  thread: Thread,
  { runId, stepId }: Target,
  request: StopRequest & { receivedAt: number },
): CommandResult<'stop'> {
  const answer = (outcome: CommandResult<'stop'>['outcome'], runIds: string[]): CommandResult<'stop'> => ({
    outcome,
    runIds,
    fenceSeq: fenceOf(thread, runIds),
    fenceMs: performance.now() - request.receivedAt,
  })

  if (runId !== undefined) {
    const run = thread.runs.get(runId)
    if (stepId !== undefined) {
      const isStopping = run !== undefined && stopStep(thread, run, stepId)
      return answer(isStopping ? 'stopping' : 'already-ended', isStopping ? [runId] : [])
    }
    if (run && stopOne(thread, run, request) === 'stopping') return answer('stopping', [run.id])
    if (thread.fences.has(runId)) return answer('stopping', [runId])
    if (thread.state.runs.some(({ id }) => id === runId)) return answer('already-ended', [])
    threads.remember(runId, request)
    return answer('remembered', [])
  }
  const stopped = stopThread(thread, request)
  return answer(stopped.length > 0 ? 'stopping' : 'nothing-running', stopped)
}

function fenceOf(thread: Thread, runIds: string[]): number | null {
  const seqs = runIds.flatMap((runId) => thread.fences.get(runId) ?? [])
  return seqs.length > 0 ? Math.max(...seqs) : null
}
