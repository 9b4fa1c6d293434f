import type { CommandResult, StopCause } from '@chatwright/protocol'
import { authorize } from '../../auth/policy.ts'
import type { LiveRun } from '../../threads/live-run.ts'
import { stopRun } from '../../threads/stop-run.ts'
import type { Handler } from '../command-context.ts'

export const onStop: Handler<'stop'> = async (command, { user, threads, receivedAt }) => {
  const thread = await threads.get(command.threadId)
  authorize(user, 'stop', thread)
  const cause: StopCause = command.source === 'api' ? 'api' : 'user'
  const request = { cause, by: user.id, seenSeq: command.seenSeq, force: command.force }
  const answer = (outcome: CommandResult<'stop'>['outcome'], runs: LiveRun[]): CommandResult<'stop'> => ({
    outcome,
    runIds: runs.map((run) => run.id),
    fenceSeq: fenceOf(runs),
    fenceMs: performance.now() - receivedAt,
  })

  if (command.runId !== undefined) {
    const run = thread.runs.get(command.runId)
    if (run) return answer(stopRun(thread, run, request), [run])
    if (thread.state.runs.some(({ id }) => id === command.runId)) return answer('already-ended', [])
    threads.remember(command.runId, request)
    return answer('remembered', [])
  }
  const open = thread.openRuns
  for (const run of open) stopRun(thread, run, request)
  return answer(open.length > 0 ? 'stopping' : 'nothing-running', open)
}

function fenceOf(runs: LiveRun[]): number | null {
  const seqs = runs.flatMap((run) => (run.stop ? [run.stop.fenceSeq] : []))
  return seqs.length > 0 ? Math.max(...seqs) : null
}
