import type { CommandResult, StopCause } from '@chatwright/protocol'
import { authorize } from '../../auth/policy.ts'
import { stopOne, stopThread } from '../../threads/at-stop.ts'
import { stopStep } from '../../threads/stop-run.ts'
import type { Thread } from '../../threads/thread.ts'
import type { Handler } from '../command-context.ts'

export const onStop: Handler<'stop'> = async (command, { user, threads, receivedAt }) => {
  const thread = await threads.get(command.threadId)
  authorize(user, 'stop', thread)
  const cause: StopCause = command.source === 'api' ? 'api' : 'user'
  const request = { cause, by: user.id, seenSeq: command.seenSeq, force: command.force }
  const answer = (outcome: CommandResult<'stop'>['outcome'], runIds: string[]): CommandResult<'stop'> => ({
    outcome,
    runIds,
    fenceSeq: fenceOf(thread, runIds),
    fenceMs: performance.now() - receivedAt,
  })

  if (command.runId !== undefined) {
    const run = thread.runs.get(command.runId)
    if (command.stepId !== undefined) {
      const isStopping = run !== undefined && stopStep(thread, run, command.stepId)
      return answer(isStopping ? 'stopping' : 'already-ended', isStopping ? [command.runId] : [])
    }
    if (run && stopOne(thread, run, request) === 'stopping') return answer('stopping', [run.id])
    if (thread.fences.has(command.runId)) return answer('stopping', [command.runId])
    if (thread.state.runs.some(({ id }) => id === command.runId)) return answer('already-ended', [])
    threads.remember(command.runId, request)
    return answer('remembered', [])
  }
  const stopped = stopThread(thread, request)
  return answer(stopped.length > 0 ? 'stopping' : 'nothing-running', stopped)
}

function fenceOf(thread: Thread, runIds: string[]): number | null {
  const seqs = runIds.flatMap((runId) => thread.fences.get(runId) ?? [])
  return seqs.length > 0 ? Math.max(...seqs) : null
}
