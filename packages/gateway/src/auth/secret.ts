import { createHash, timingSafeEqual } from 'node:crypto'

/** The token of an `authorization: Bearer …` header; null when there is no such header or it is another scheme. */
export function bearerOf(header: string | undefined): string | null {
  return /^Bearer +([^\s]+) *$/i.exec(header ?? '')?.[1] ?? null
}

/** Whether two secrets are the same, in a time that says nothing about where they differ or how long they are. */
export function isSameSecret(given: string | null, expected: string): boolean {
  return timingSafeEqual(digest(given ?? ''), digest(expected)) && given !== null
}

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
