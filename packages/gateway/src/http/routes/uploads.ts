import {
  ChatwrightError,
  errorCodes,
  id,
  isChatwrightError,
  localUser,
  newId,
  toPublicError,
} from '@chatwright/protocol'
import { Hono, type Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { authorize } from '../../auth/policy.ts'
import { isSameOrigin } from '../../auth/same-origin.ts'
import { askClosed, findAsk } from '../../threads/asks.ts'
import type { ThreadServices } from '../../threads/services.ts'
import type { Threads } from '../../threads/threads.ts'

const nameCharacters = 255

/**
 * Files for a question: `PUT …/threads/:thread/asks/:ask/files/:file` with the content as body, its type in
 * `Content-Type` and its name, percent-encoded, in `X-File-Name`; `DELETE` takes it back.
 */
export function uploads(threads: Threads, services: ThreadServices): Hono {
  const routes = new Hono()
  const path = '/api/threads/:threadId/asks/:askId/files/:fileId'

  const find = async (context: Context) => {
    if (!isSameOrigin(context.req.header('origin'), context.req.header('host')))
      throw new ChatwrightError('forbidden', 'This page may not do that.')
    const [threadId, askId, fileId] = ['threadId', 'askId', 'fileId'].map((name) => {
      const parsed = id.safeParse(context.req.param(name))
      if (!parsed.success) throw new ChatwrightError('bad_request', `${name} is no id.`)
      return parsed.data
    }) as [string, string, string]
    const thread = await threads.get(threadId)
    authorize(localUser, 'answer', thread)
    const ask = findAsk(thread, askId)
    if (!ask) throw new ChatwrightError('not_found', 'There is no such question.')
    if (ask.status !== 'open') throw askClosed()
    return { thread, ask, fileId }
  }

  routes.put(path, async (context) => {
    const { thread, ask, fileId } = await find(context)
    const { body } = context.req.raw
    if (!body) throw new ChatwrightError('bad_request', 'The file has no content.')
    const length = Number(context.req.header('content-length') ?? Number.NaN)
    const info = await services.uploads.receive(thread.id, ask, {
      fileId,
      name: nameFrom(context.req.header('x-file-name')),
      type: context.req.header('content-type') ?? 'application/octet-stream',
      bytes: Number.isFinite(length) ? length : null,
      body,
    })
    return context.json(info)
  })

  routes.delete(path, async (context) => {
    const { thread, ask, fileId } = await find(context)
    await services.uploads.remove(thread.id, ask.id, fileId)
    return context.body(null, 204)
  })

  routes.onError((error, context) => {
    const errorId = newId()
    if (!isChatwrightError(error)) services.logger.error({ errorId, err: error }, 'an upload failed')
    const { http } = isChatwrightError(error) ? errorCodes[error.code] : errorCodes.internal
    return context.json({ error: toPublicError(error, errorId) }, http as ContentfulStatusCode)
  })
  return routes
}

/** The last part of a name, without what could be taken for a path or a control. */
function nameFrom(header: string | undefined): string {
  let name = header ?? ''
  try {
    name = decodeURIComponent(name)
  } catch {
    // Not encoded as asked; it is taken as it is.
  }
  const last = name.split(/[\\/]/).at(-1) ?? ''
  // oxlint-disable-next-line no-control-regex -- these are what is to go
  return last.replaceAll(/[\u0000-\u001F\u007F]/g, '').slice(0, nameCharacters) || 'file'
}
