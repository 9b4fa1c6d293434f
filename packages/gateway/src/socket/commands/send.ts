import { authorize } from '../../auth/policy.ts'
import { requireFreeIds, say } from '../../threads/say.ts'
import { hasMessage } from '../../threads/threads.ts'
import type { Handler } from '../command-context.ts'

export const onSend: Handler<'send'> = async (command, { user, connection, threads, services }) => {
  const thread = await threads.get(command.threadId)
  authorize(user, 'send', thread)
  connection.lendChat(thread)
  const { messageId, runId, text, metadata = {}, fileIds } = command
  const composed = { command: command.command, args: command.args, modes: command.modes }
  const saying = { messageId, runId, text, metadata, composed }
  if (fileIds === undefined) return say(threads, thread, user, saying)
  requireFreeIds(thread, command)
  const { messages } = services.files
  const files = await messages.take(thread.id, thread.app?.uploads ?? null, fileIds)
  // Before the message is shown: from then on it can be withdrawn, and they wait again.
  await messages.taken(thread.id, files)
  try {
    return await say(threads, thread, user, { ...saying, files })
  } catch (error) {
    if (!hasMessage(thread.state, messageId)) await messages.giveBack(thread.id, files)
    throw error
  }
}
