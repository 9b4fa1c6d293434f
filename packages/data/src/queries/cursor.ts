import { ChatwrightError } from '@chatwright/protocol'

/** Where a page of threads ended: the last thread on it. */
export interface Cursor {
  updatedAt: number
  id: string
}

/** The cursor as a client keeps it: it is not to be read there. */
export function encodeCursor({ updatedAt, id }: Cursor): string {
  return Buffer.from(JSON.stringify([updatedAt, id])).toString('base64url')
}

/** Throws `bad_request` for anything that `encodeCursor` did not make. */
export function decodeCursor(text: string): Cursor {
  const [updatedAt, id] = parse(text)
  if (typeof updatedAt !== 'number' || typeof id !== 'string') throw unknownPlace()
  return { updatedAt, id }
}

function parse(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (Array.isArray(value) && value.length === 2) return value
  } catch (error) {
    throw unknownPlace(error)
  }
  throw unknownPlace()
}

function unknownPlace(cause?: unknown): ChatwrightError {
  return new ChatwrightError('bad_request', 'This list has no such page.', {
    fix: 'Ask for the first page again.',
    cause,
  })
}
