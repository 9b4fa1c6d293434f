import sirv from 'sirv'
import type { PageHandler } from './page.ts'

/** Where the app's own files are, below the base. */
export const publicPath = '/public/'

/**
 * Serves the files of a folder under `/public/`: pictures that icons name, and whatever else the app's page loads. Read at
 * each request, so a change shows at once. Nothing whose path has a name that begins with a dot; no lists of folders.
 */
export function createPublicFiles(folder: string): PageHandler {
  const files = sirv(folder, {
    dev: true,
    etag: true,
    extensions: [],
    setHeaders: (response) => response.setHeader('x-content-type-options', 'nosniff'),
  })
  return (request, response, next) => {
    const path = (request.url ?? '').slice(publicPath.length - 1)
    if (hasDotName(path)) return next()
    request.url = path
    return files(request, response, next)
  }
}

function hasDotName(path: string): boolean {
  try {
    return decodeURIComponent(path)
      .split(/[/\\]/)
      .some((name) => name.startsWith('.'))
  } catch {
    return true
  }
}
