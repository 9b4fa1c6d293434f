import { ChatwrightError, localUser } from '@chatwright/protocol'
import { Hono, type Context } from 'hono'
import { authorize, type ThreadAction } from '../../auth/policy.ts'
import { whenSetUp } from '../../threads/composed.ts'
import type { ThreadServices } from '../../threads/services.ts'
import type { Threads } from '../../threads/threads.ts'
import { lookIn } from '../look-in.ts'
import { idParam, incomingFrom, requireSameOrigin } from '../file-request.ts'
import { refuse } from '../refuse.ts'
import { serveFile } from '../serve-file.ts'

/**
 * The files of a thread, under `…/threads/:thread/files/:file`. `GET` gives what is shown in it, was given as an answer or
 * waits to be sent, whole or by range; `?download` has it saved. `PUT` uploads one for the next message: the content as
 * body, its name, percent-encoded, in `X-File-Name`. `DELETE` takes that back.
 */
export function files(threads: Threads, services: ThreadServices): Hono {
  const routes = new Hono()
  const path = '/api/threads/:threadId/files/:fileId'

  const find = async (context: Context, action: ThreadAction) => {
    const [threadId, fileId] = [idParam(context, 'threadId'), idParam(context, 'fileId')]
    const thread = await threads.get(threadId)
    authorize(localUser, action, thread)
    return { thread, fileId }
  }

  routes.get(path, async (context) => {
    const { thread, fileId } = await find(context, 'open')
    const info = await services.files.find(thread.shownState, fileId)
    const answer =
      info &&
      (await serveFile(services.files.folder.pathOf(thread.id, fileId), info, {
        isHead: context.req.method === 'HEAD',
        header: (name) => context.req.header(name),
        isDownload: context.req.query('download') !== undefined,
      }))
    if (!answer) throw new ChatwrightError('not_found', 'There is no such file.', { fix: 'It may have been removed.' })
    return answer
  })

  routes.put(path, async (context) => {
    requireSameOrigin(context)
    const { thread, fileId } = await find(context, 'send')
    // Until then it is not known whom the chat is with, and so what may be attached.
    await whenSetUp(thread)
    const rules = thread.app?.uploads ?? null
    const lookAt = lookIn(thread, context)
    return context.json(await services.files.messages.receive(thread.id, rules, incomingFrom(context, fileId), lookAt))
  })

  routes.delete(path, async (context) => {
    requireSameOrigin(context)
    const { thread, fileId } = await find(context, 'send')
    await services.files.messages.remove(thread.id, fileId)
    return context.body(null, 204)
  })

  routes.onError((error, context) => refuse(context, error, services.logger))
  return routes
}
