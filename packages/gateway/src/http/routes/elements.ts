import { ChatwrightError, componentName } from '@chatwright/protocol'
import { Hono, type Context } from 'hono'
import { compress } from 'hono/compress'
import type { Logger } from '../../logger.ts'
import type { ElementScripts } from '../element-scripts.ts'
import { refuse } from '../refuse.ts'

/**
 * What a frame may: run the script it was made for, and look. Nothing in it reaches a server, and it is of no origin,
 * wherever it is opened: no cookies, no storage, no page around it.
 */
const frameSecurityPolicy = [
  'sandbox allow-scripts',
  "default-src 'none'",
  "script-src 'self'",
  "img-src 'self' data: blob:",
  'media-src data: blob:',
  "connect-src 'none'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join('; ')

/**
 * Custom elements: `GET /api/elements/Counter` says which version there is, or what is wrong with it;
 * `…/Counter/frame` is the document that shows it, and `…/Counter/script.js` what runs in there.
 */
export function elementsRoute(elements: ElementScripts, logger: Logger): Hono {
  const routes = new Hono()

  routes.get('/api/elements/:component', async (context) => {
    const found = await find(context)
    return context.json('problem' in found ? found : { version: found.version }, 200, { 'cache-control': 'no-cache' })
  })

  routes.get('/api/elements/:component/frame', async (context) => {
    const found = await find(context)
    if ('problem' in found) throw new ChatwrightError('not_found', 'This element cannot be shown.')
    const version = encodeURIComponent(found.version)
    return context.html(
      `<!doctype html><html><head><meta charset="utf-8"><title>${context.req.param('component')}</title></head>` +
        `<body><div id="root"></div><script src="script.js?v=${version}"></script></body></html>`,
      200,
      {
        'content-security-policy': frameSecurityPolicy,
        'cache-control': 'no-cache',
        'referrer-policy': 'no-referrer',
        'x-dns-prefetch-control': 'off',
        'x-content-type-options': 'nosniff',
      },
    )
  })

  // Frames of no origin share no cache: it is fetched for each.
  routes.use('/api/elements/:component/script.js', compress())
  routes.get('/api/elements/:component/script.js', async (context) => {
    const found = await find(context)
    if ('problem' in found) throw new ChatwrightError('not_found', 'This element cannot be shown.')
    const isThisVersion = context.req.query('v') === found.version
    return context.body(found.script, 200, {
      'content-type': 'text/javascript; charset=utf-8',
      'x-content-type-options': 'nosniff',
      // The frame that asks is of no origin.
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': isThisVersion ? 'private, max-age=31536000, immutable' : 'no-cache',
    })
  })

  async function find(context: Context) {
    const component = context.req.param('component') ?? ''
    const found = componentName.safeParse(component).success ? await elements.find(component) : null
    if (found) return found
    throw new ChatwrightError('not_found', 'There is no custom element of this name.', {
      fix: 'It is a file in elements/ beside the app, named as the element is, letter case included.',
    })
  }

  routes.onError((error, context) => refuse(context, error, logger))
  return routes
}
