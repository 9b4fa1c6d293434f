import { authorize } from '../../auth/policy.ts'
import type { Handler } from '../command-context.ts'

const pageSize = 50

export const onListThreads: Handler<'listThreads'> = async (
  { search, after },
  { user, connection, threads, services },
) => {
  connection.followList()
  const page = await services.store.listThreads({
    userId: user.id,
    limit: pageSize,
    ...(search === undefined ? {} : { search }),
    ...(after === undefined ? {} : { after }),
  })
  return { ...page, threads: page.threads.map((summary) => threads.live(summary.id)?.summary ?? summary) }
}

export const onRenameThread: Handler<'renameThread'> = async ({ threadId, title }, { user, threads }) => {
  const thread = await threads.get(threadId)
  authorize(user, 'rename', thread)
  thread.append({ type: 'thread-update', title })
  await thread.writer.flush()
  return {}
}

export const onDeleteThread: Handler<'deleteThread'> = async ({ threadId }, { user, connection, threads }) => {
  const thread = await threads.get(threadId)
  authorize(user, 'delete', thread)
  await threads.delete(thread, user.id)
  connection.tellDeleted(threadId)
  return {}
}
