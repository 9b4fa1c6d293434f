import { ChatwrightError, filmHosts, localUser, playerUrl, type HostedFilm } from '@chatwright/protocol'
import { Hono } from 'hono'
import { authorize } from '../../auth/policy.ts'
import type { ThreadServices } from '../../threads/services.ts'
import type { Threads } from '../../threads/threads.ts'
import { idParam } from '../file-request.ts'
import { refuse } from '../refuse.ts'

/**
 * `GET …/threads/:thread/players/:element`: a document with nothing but the player of a film at another host. It stands
 * between that host and the page, so that the page's own policy needs no word of it: only this document may show that host,
 * and only for an element that the app has made.
 */
export function players(threads: Threads, services: ThreadServices): Hono {
  const routes = new Hono()

  routes.get('/api/threads/:threadId/players/:elementId', async (context) => {
    const [threadId, elementId] = [idParam(context, 'threadId'), idParam(context, 'elementId')]
    const thread = await threads.get(threadId)
    authorize(localUser, 'open', thread)
    const element = thread.shownState.elements.find(({ id }) => id === elementId)
    if (element?.source.type !== 'film') throw new ChatwrightError('not_found', 'There is no such film.')
    return context.html(documentOf(element.source, element.name), 200, {
      'content-security-policy': policyFor(element.source),
      'cache-control': 'private, no-cache',
      // Players want to know which site shows them, and are told no more.
      'referrer-policy': 'strict-origin',
    })
  })

  routes.onError((error, context) => refuse(context, error, services.logger))
  return routes
}

function policyFor({ host }: HostedFilm): string {
  return [
    "default-src 'none'",
    `frame-src ${filmHosts[host].origin}`,
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join('; ')
}

function documentOf(film: HostedFilm, name: string): string {
  return (
    `<!doctype html><html><head><meta charset="utf-8"><title>${escaped(name)}</title>` +
    '<style>html,body,iframe{margin:0;width:100%;height:100%;border:0;display:block;background:#000}</style></head><body>' +
    `<iframe src="${escaped(playerUrl(film))}" title="${escaped(name)}" ` +
    'sandbox="allow-scripts allow-same-origin allow-presentation allow-popups" ' +
    'allow="autoplay; fullscreen; encrypted-media; picture-in-picture" allowfullscreen ' +
    'referrerpolicy="strict-origin"></iframe></body></html>'
  )
}

function escaped(text: string): string {
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
  return text.replaceAll(/[&<>"']/g, (character) => names[character] ?? character)
}
