import { ChatwrightError, id } from '@chatwright/protocol'
import type { Context } from 'hono'
import { isSameOrigin } from '../auth/same-origin.ts'
import type { Incoming } from '../files/save.ts'

const nameCharacters = 255

/** Throws `forbidden` for a page of another origin. */
export function requireSameOrigin(context: Context): void {
  if (isSameOrigin(context.req.header('origin'), context.req.header('host'))) return
  throw new ChatwrightError('forbidden', 'This page may not do that.')
}

/** An id of the path. Throws `bad_request` for what is none. */
export function idParam(context: Context, name: string): string {
  const parsed = id.safeParse(context.req.param(name))
  if (!parsed.success) throw new ChatwrightError('bad_request', `${name} is no id.`)
  return parsed.data
}

/** The file that a request brings: its content is the body, its name stands percent-encoded in `X-File-Name`. */
export function incomingFrom(context: Context, fileId: string): Incoming {
  const { body } = context.req.raw
  if (!body) throw new ChatwrightError('bad_request', 'The file has no content.')
  const length = Number(context.req.header('content-length') ?? Number.NaN)
  return {
    fileId,
    name: nameFrom(context.req.header('x-file-name')),
    type: context.req.header('content-type') ?? '',
    bytes: Number.isFinite(length) ? length : null,
    body,
  }
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
