import { authorize } from '../../auth/policy.ts'
import type { Handler } from '../command-context.ts'

export const onClose: Handler<'close'> = async ({ threadId, leave }, { user, connection, threads }) => {
  const thread = await threads.get(threadId)
  authorize(user, 'open', thread)
  connection.unwatch(thread.id)
  if (leave) threads.end(thread, 'new-chat', { cause: 'user', by: user.id })
  return {}
}
