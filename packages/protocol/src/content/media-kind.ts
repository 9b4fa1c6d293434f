import type { ElementKind } from './element.ts'

const pictures = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/svg+xml',
  'image/bmp',
  'image/apng',
])

/** What a file of a MIME type is shown as. */
export function mediaKind(type: string): ElementKind {
  const plain = type.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (pictures.has(plain)) return 'image'
  if (plain === 'application/pdf') return 'pdf'
  if (plain.startsWith('audio/')) return 'audio'
  if (plain.startsWith('video/')) return 'video'
  return 'file'
}

/** What is known of a file before its type is decided. */
export interface TypeHints {
  /** What its first bytes say; undefined when they say nothing. */
  sniffed: string | undefined
  /** What its name says. */
  named: string | undefined
  /** The first bytes as text; null when they are no text in UTF-8. */
  text: string | null
}

/** What a container's bytes say of many formats that only the name tells apart. */
const containers: Record<string, RegExp> = {
  'application/zip': /^application\/(?:vnd\.(?:openxmlformats|oasis)|epub|java-archive|vnd\.android)/,
  'application/x-cfb': /^application\/(?:msword|vnd\.ms-)/,
}
const named =
  /^text\/|^application\/(?:json|[\w.-]+\+json|xml|[\w.-]+\+xml|javascript|x-ndjson|x-sh|sql|toml|yaml|x-yaml|rtf)$|^image\/svg\+xml$/

/**
 * The type of a file. Its content decides: a name counts only where content cannot tell, between kinds of text and of
 * containers. What is neither known nor text is `application/octet-stream`, whatever it calls itself.
 */
export function typeOfContent({ sniffed, named: byName, text }: TypeHints): string {
  if (sniffed !== undefined && sniffed !== 'application/xml') {
    return byName !== undefined && containers[sniffed]?.test(byName) ? byName : sniffed
  }
  if (text === null) return sniffed ?? 'application/octet-stream'
  if (/<svg[\s>]/i.test(text)) return 'image/svg+xml'
  if (/<(?:!doctype\s+html|html|script|iframe|body)[\s>]/i.test(text)) return 'text/html'
  if (byName !== undefined && named.test(byName)) return byName
  return sniffed ?? 'text/plain'
}
