import { authorize, threadNotFound } from '../../auth/policy.ts'
import type { Handler } from '../command-context.ts'

export const onOpen: Handler<'open'> = async ({ threadId, create, seen }, { user, connection, threads }) => {
  const found = await threads.get(threadId)
  if (found) authorize(user, 'open', found)
  else if (!create) throw threadNotFound()
  const thread = found ?? threads.live(threadId) ?? threads.create(threadId, user.id)
  const how = connection.watch(thread, seen)
  threads.tellPresence(thread, 'connect')
  threads.greet(thread)
  return { how, epoch: thread.epoch, seq: thread.state.seq }
}
