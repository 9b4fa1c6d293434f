import { ChatwrightError, type Action, type ThreadState } from '@chatwright/protocol'
import { authorize } from '../../auth/policy.ts'
import { LiveRun } from '../../threads/live-run.ts'
import { requireFreeIds, standing } from '../../threads/say.ts'
import { titleFrom } from '../../threads/title-from.ts'
import type { Handler } from '../command-context.ts'

/** A button of a message, or of a stop's notice. */
function findAction({ actions, runs }: ThreadState, actionId: string): Action | undefined {
  const inNotices = runs.flatMap((run) => run.notice?.actions ?? [])
  return [...actions, ...inNotices].find(({ id }) => id === actionId)
}

export const onAct: Handler<'act'> = async ({ threadId, actionId, runId }, { user, connection, threads, services }) => {
  const thread = await threads.get(threadId)
  authorize(user, 'act', thread)
  const action = findAction(thread.state, actionId)
  if (!action || !services.app?.actions.includes(action.name)) {
    throw new ChatwrightError('not_found', 'This button does nothing any more.', { fix: 'Say it in a message.' })
  }
  if (action.isDisabled) {
    throw new ChatwrightError('not_found', 'This button cannot be pressed now.', { fix: 'Say it in a message.' })
  }
  requireFreeIds(thread, { runId })
  if (thread.openRuns.some((run) => run.subject.action?.id === actionId)) {
    throw new ChatwrightError('busy', 'This button was pressed already.', { fix: 'Wait until it is done, or stop it.' })
  }
  connection.lendChat(thread)
  thread.writer.begin()
  if (thread.state.title === null)
    thread.append({ type: 'thread-update', title: titleFrom(action.label || action.name) })
  const run = new LiveRun(runId, 'action', { action })
  threads.begin(thread, run)
  if (action.isOnce) thread.append({ type: 'action-remove', runId, actionId })
  await thread.writer.flush()
  return { run: standing(run) }
}
