import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { FileInfo } from '@chatwright/protocol'
import { disposition } from './disposition.ts'

/** What a browser may show by itself. Everything else it is told to save; pictures are shown within a page all the same. */
const shown =
  /^(?:image\/(?:png|jpeg|gif|webp|avif|bmp|apng)|audio\/[\w.+-]+|video\/[\w.+-]+|application\/pdf|text\/plain)$/

/** Nothing of a file runs, loads anything, or is of our origin, wherever it is opened. */
const contentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"

/** What the answer depends on in a request. */
export interface FileRequest {
  isHead: boolean
  /** The headers `range`, `if-range` and `if-none-match`. */
  header(name: string): string | undefined
  /** Whether the browser is to save it, whatever it is. */
  isDownload: boolean
}

/** Answers with a file of a thread, whole or in part. Null when it is not on the disk. */
export async function serveFile(
  path: string,
  { id, name, type }: FileInfo,
  request: FileRequest,
): Promise<Response | null> {
  const size = await stat(path).then(
    ({ size: bytes }) => bytes,
    () => null,
  )
  if (size === null) return null
  const plain = type.split(';', 1)[0] as string
  const etag = `"${id}"`
  const headers: Record<string, string> = {
    'content-type': plain.startsWith('text/') ? `${plain}; charset=utf-8` : plain,
    'content-disposition': disposition(request.isDownload || !shown.test(plain) ? 'attachment' : 'inline', name),
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-cache',
    'accept-ranges': 'bytes',
    etag,
  }
  if (request.header('if-none-match') === etag) return new Response(null, { status: 304, headers })
  const ifRange = request.header('if-range')
  const range = ifRange === undefined || ifRange === etag ? rangeOf(request.header('range'), size) : 'whole'
  if (range === 'none') {
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${size}` } })
  }
  const { from, to } = range === 'whole' ? { from: 0, to: size - 1 } : range
  headers['content-length'] = String(to - from + 1)
  if (range !== 'whole') headers['content-range'] = `bytes ${from}-${to}/${size}`
  const status = range === 'whole' ? 200 : 206
  if (request.isHead || size === 0) return new Response(null, { status, headers })
  return new Response(Readable.toWeb(createReadStream(path, { start: from, end: to })) as never, { status, headers })
}

/** The part that is asked for; `whole` when none is or it cannot be read, `none` when there is nothing there. */
function rangeOf(header: string | undefined, size: number): { from: number; to: number } | 'whole' | 'none' {
  const asked = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  if (!asked || (asked[1] === '' && asked[2] === '')) return 'whole'
  const [, first, last] = asked as unknown as [string, string, string]
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return from > to || from >= size ? 'none' : { from, to }
}
