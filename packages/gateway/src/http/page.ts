import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { IncomingMessage, ServerResponse } from 'node:http'
import sirv from 'sirv'
import { createPublicFiles, publicPath } from './public-files.ts'

/** Everything the page loads comes from here, and no script or style stands in the page itself. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** The built page, and what its owner adds to it. */
export interface PageFiles {
  root: URL
  /** The path of a style sheet that is loaded after the page's own. */
  css?: string | undefined
  /** The path of a script (a module) that is loaded with the page: it may define `<chatwright-stop-notice>`. */
  script?: string | undefined
  /** A folder of the app's own, whose files are served under `/public/`. It need not be there. */
  folder?: string | undefined
}

export type PageHandler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void

/**
 * Serves the built page: files under `root` as they are (with what was compressed beforehand), and `index.html` for
 * every other path that a browser wants to show, so that `/thread/…` can be reloaded. `basePath` is written into it. What
 * its owner adds is read anew for each visit.
 */
export function createPage({ root, css, script, folder: ownFolder }: PageFiles, basePath: string): PageHandler {
  const folder = fileURLToPath(root)
  const files = sirv(folder, {
    etag: true,
    brotli: true,
    gzip: true,
    setHeaders: (response, pathname) => {
      response.setHeader('x-content-type-options', 'nosniff')
      if (pathname.startsWith('/assets/')) response.setHeader('cache-control', 'public, max-age=31536000, immutable')
    },
  })
  const added: Record<string, { path: string; type: string }> = {
    ...(css ? { '/custom.css': { path: css, type: 'text/css; charset=utf-8' } } : {}),
    ...(script ? { '/custom.js': { path: script, type: 'text/javascript; charset=utf-8' } } : {}),
  }
  const publicFiles = ownFolder === undefined ? null : createPublicFiles(ownFolder)
  const tags = [
    css ? '<link rel="stylesheet" href="custom.css" />' : '',
    script ? '<script type="module" src="custom.js"></script>' : '',
  ].join('')
  const index = readFileSync(new URL('index.html', root), 'utf8')
    .replaceAll('%BASE%', basePath)
    .replace('</head>', `${tags}</head>`)

  return (request, response, next) => {
    const path = pathOf(request, basePath)
    if (path === null || (request.method !== 'GET' && request.method !== 'HEAD')) return next()
    const sendIndex = (): void => {
      if (/\.[a-z0-9]{1,8}$/i.test(path)) return next()
      response.writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': contentSecurityPolicy,
        'cache-control': 'no-cache',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
      })
      response.end(request.method === 'HEAD' ? undefined : index)
    }
    if (publicFiles && path.startsWith(publicPath)) {
      request.url = path
      return publicFiles(request, response, next)
    }
    const own = added[path]
    if (own) return void sendAdded(response, own)
    if (path === '/' || path === '/index.html') return sendIndex()
    request.url = path
    return files(request, response, sendIndex)
  }
}

async function sendAdded(response: ServerResponse, { path, type }: { path: string; type: string }): Promise<void> {
  try {
    const content = await readFile(path)
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' })
    response.end(content)
  } catch {
    response.writeHead(404).end()
  }
}

/** The path below the base, without the query; null when it is not below it. */
function pathOf(request: IncomingMessage, basePath: string): string | null {
  const path = (request.url ?? '/').split('?', 1)[0] as string
  if (basePath === '') return path
  if (path === basePath) return '/'
  return path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : null
}
