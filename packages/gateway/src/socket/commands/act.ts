import { ChatwrightError } from '@chatwright/protocol'
import { authorize } from '../../auth/policy.ts'
import { LiveRun } from '../../threads/live-run.ts'
import { requireFreeIds, standing } from '../../threads/say.ts'
import type { Handler } from '../command-context.ts'

export const onAct: Handler<'act'> = async ({ threadId, actionId, runId }, { user, connection, threads, services }) => {
  const thread = await threads.get(threadId)
  authorize(user, 'act', thread)
  const action = thread.state.actions.find(({ id }) => id === actionId)
  if (!action || !services.app?.actions.includes(action.name)) {
    throw new ChatwrightError('not_found', 'This button does nothing any more.', { fix: 'Say it in a message.' })
  }
  requireFreeIds(thread, { runId })
  if (thread.openRuns.some((run) => run.subject.action?.id === actionId)) {
    throw new ChatwrightError('busy', 'This button was pressed already.', { fix: 'Wait until it is done, or stop it.' })
  }
  connection.lendChat(thread)
  thread.writer.begin()
  const run = new LiveRun(runId, 'action', { action, branchId: thread.state.branchId })
  threads.begin(thread, run)
  if (action.isOnce) thread.append({ type: 'action-remove', runId, actionId })
  await thread.writer.flush()
  return { run: standing(run) }
}
