import { authorize } from '../../auth/policy.ts'
import { say } from '../../threads/say.ts'
import type { Handler } from '../command-context.ts'

export const onSend: Handler<'send'> = async (command, { user, connection, threads }) => {
  const thread = await threads.get(command.threadId)
  authorize(user, 'send', thread)
  connection.lendChat(thread)
  const { messageId, runId, text, metadata = {} } = command
  return say(threads, thread, user, { messageId, runId, text, metadata })
}
