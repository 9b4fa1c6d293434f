import { ChatwrightError } from '@chatwright/protocol'
import { authorize } from '../../auth/policy.ts'
import { onlyAttachedTo } from '../../threads/attached.ts'
import { startNext } from '../../threads/begin-run.ts'
import { withdrawRun } from '../../threads/withdraw-run.ts'
import type { Handler } from '../command-context.ts'

export const onRelease: Handler<'release'> = async ({ threadId, runId }, { user, connection, threads }) => {
  const thread = await threads.get(threadId)
  authorize(user, 'send', thread)
  connection.lendChat(thread)
  const held = thread.openRuns.filter((run) => run.state === 'held' && (runId === undefined || run.id === runId))
  for (const run of held) {
    if (run.moveTo('queued')) thread.append({ type: 'run-update', runId: run.id, state: 'queued' })
  }
  startNext(thread)
  await thread.writer.flush()
  return { runIds: held.map((run) => run.id) }
}

export const onWithdraw: Handler<'withdraw'> = async ({ threadId, runId }, { user, threads, services }) => {
  const thread = await threads.get(threadId)
  authorize(user, 'send', thread)
  const run = thread.runs.get(runId)
  const text = run?.message?.text ?? ''
  const files = run?.message ? onlyAttachedTo(thread.state, run.message.id) : []
  await services.files.messages.giveBack(thread.id, files)
  if (!run || !withdrawRun(thread, run)) {
    await services.files.messages.taken(thread.id, files)
    throw new ChatwrightError('run_not_found', 'This message does not wait any more.', { fix: 'Stop its answer.' })
  }
  await thread.writer.flush()
  return { text, files }
}
