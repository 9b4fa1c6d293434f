import { ChatwrightError, localUser } from '@chatwright/protocol'
import { Hono, type Context } from 'hono'
import { authorize } from '../../auth/policy.ts'
import { askClosed, findAsk, isAnswerable } from '../../threads/asks.ts'
import type { ThreadServices } from '../../threads/services.ts'
import type { Threads } from '../../threads/threads.ts'
import { lookIn } from '../look-in.ts'
import { idParam, incomingFrom, requireSameOrigin } from '../file-request.ts'
import { refuse } from '../refuse.ts'

/**
 * Files for a question: `PUT …/threads/:thread/asks/:ask/files/:file` with the content as body, its type in
 * `Content-Type` and its name, percent-encoded, in `X-File-Name`; `DELETE` takes it back.
 */
export function uploads(threads: Threads, services: ThreadServices): Hono {
  const routes = new Hono()
  const path = '/api/threads/:threadId/asks/:askId/files/:fileId'

  const find = async (context: Context) => {
    requireSameOrigin(context)
    const [threadId, askId, fileId] = [
      idParam(context, 'threadId'),
      idParam(context, 'askId'),
      idParam(context, 'fileId'),
    ]
    const thread = await threads.get(threadId)
    authorize(localUser, 'answer', thread)
    const ask = findAsk(thread, askId)
    if (!ask) throw new ChatwrightError('not_found', 'There is no such question.')
    if (!isAnswerable(thread, ask)) throw askClosed()
    return { thread, ask, fileId }
  }

  routes.put(path, async (context) => {
    const { thread, ask, fileId } = await find(context)
    // The answer is an element of the same id, and takes the place of none.
    if (thread.state.elements.some(({ id }) => id === fileId)) {
      throw new ChatwrightError('id_taken', 'This id is taken.', { fix: 'Make a new id for each file.' })
    }
    return context.json(
      await services.files.asks.receive(thread.id, ask, incomingFrom(context, fileId), lookIn(thread, context)),
    )
  })

  routes.delete(path, async (context) => {
    const { thread, ask, fileId } = await find(context)
    await services.files.asks.remove(thread.id, ask.id, fileId)
    return context.body(null, 204)
  })

  routes.onError((error, context) => refuse(context, error, services.logger))
  return routes
}
