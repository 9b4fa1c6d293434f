import { authorize } from '../../auth/policy.ts'
import { stopByCommand } from '../../threads/stop-command.ts'
import type { Handler } from '../command-context.ts'

export const onStop: Handler<'stop'> = async (command, { user, threads, receivedAt }) => {
  const thread = await threads.get(command.threadId)
  authorize(user, 'stop', thread)
  return stopByCommand(threads, thread, command, {
    cause: command.source === 'api' ? 'api' : 'user',
    by: user.id,
    seenSeq: command.seenSeq,
    force: command.force,
    receivedAt,
  })
}
