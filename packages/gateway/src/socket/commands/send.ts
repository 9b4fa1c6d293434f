import { authorize } from '../../auth/policy.ts'
import { requireFreeIds, say } from '../../threads/say.ts'
import type { Handler } from '../command-context.ts'

export const onSend: Handler<'send'> = async (command, { user, connection, threads, services }) => {
  const thread = await threads.get(command.threadId)
  authorize(user, 'send', thread)
  connection.lendChat(thread)
  const { messageId, runId, text, metadata = {}, fileIds } = command
  if (fileIds === undefined) return say(threads, thread, user, { messageId, runId, text, metadata })
  requireFreeIds(thread, command)
  const files = await services.files.messages.take(thread.id, services.app?.uploads ?? null, fileIds)
  const said = await say(threads, thread, user, { messageId, runId, text, metadata, files })
  await services.files.messages.taken(thread.id, files)
  return said
}
