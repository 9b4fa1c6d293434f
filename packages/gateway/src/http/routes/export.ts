import { ChatwrightError, filmHosts, localUser, type Element } from '@chatwright/protocol'
import { Hono } from 'hono'
import { authorize } from '../../auth/policy.ts'
import type { Exported } from '../../export/exported.ts'
import { fileNameFor } from '../../export/file-name.ts'
import { toJson } from '../../export/to-json.ts'
import { toMarkdown } from '../../export/to-markdown.ts'
import type { ThreadServices } from '../../threads/services.ts'
import type { Threads } from '../../threads/threads.ts'
import { disposition } from '../disposition.ts'
import { idParam } from '../file-request.ts'
import { refuse } from '../refuse.ts'

/** How much is written at once: others have their turn in between. */
const chunkCharacters = 65_536

const formats = {
  markdown: { ending: 'md', type: 'text/markdown; charset=utf-8', write: toMarkdown },
  json: { ending: 'json', type: 'application/json; charset=utf-8', write: toJson },
} as const

/** `GET …/threads/:thread/export?format=markdown|json`: a whole thread as a file, for who may see it. */
export function exportRoute(threads: Threads, services: ThreadServices, basePath: string): Hono {
  const routes = new Hono()

  routes.get('/api/threads/:threadId/export', async (context) => {
    const threadId = idParam(context, 'threadId')
    const thread = await threads.get(threadId)
    authorize(localUser, 'open', thread)
    const wanted = context.req.query('format') ?? 'markdown'
    if (!Object.hasOwn(formats, wanted)) {
      throw new ChatwrightError('bad_request', 'There is no such format.', { fix: 'Ask for markdown or json.' })
    }
    const { ending, type, write } = formats[wanted as keyof typeof formats]
    const { origin } = new URL(context.req.url)
    const exported: Exported = {
      app: services.app?.name ?? 'Chat',
      // It is never changed, only replaced: what is written is the thread as it stands now.
      state: thread.shownState,
      createdAt: thread.createdAt,
      updatedAt: thread.writer.updatedAt,
      exportedAt: Date.now(),
      linkOf: ({ source }: Element) => {
        if (source.type === 'film') return filmHosts[source.host].page(source.film)
        return source.type === 'file' ? `${origin}${basePath}/api/threads/${threadId}/files/${source.file.id}` : null
      },
    }
    return new Response(streamOf(write(exported)), {
      headers: {
        'content-type': type,
        'content-disposition': disposition('attachment', fileNameFor(thread.state.title, ending)),
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      },
    })
  })

  routes.onError((error, context) => refuse(context, error, services.logger))
  return routes
}

/** Written as fast as it is read, and no faster. */
function streamOf(pieces: Generator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    pull: async (controller) => {
      await new Promise((resolve) => setImmediate(resolve))
      let chunk = ''
      while (chunk.length < chunkCharacters) {
        const next = pieces.next()
        if (next.done) {
          controller.enqueue(encoder.encode(chunk))
          controller.close()
          return
        }
        chunk += next.value
      }
      controller.enqueue(encoder.encode(chunk))
    },
    cancel: () => void pieces.return(undefined),
  })
}
