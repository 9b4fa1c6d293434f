import { fileTypeFromBuffer, supportedMimeTypes } from 'file-type'
import { lookup } from 'mrmime'
import { typeOfContent } from '@chatwright/protocol'

/** How many bytes of a file its type is told from. */
export const headBytes = 4_100

/** The type of a file by its first bytes; its name counts only where they cannot tell. */
export async function detectType(head: Uint8Array, name: string): Promise<string> {
  // It may want to read on where nothing follows.
  const found = await fileTypeFromBuffer(head).catch(() => undefined)
  return typeOfContent({ sniffed: found?.mime, named: lookup(name), text: decoded(head) })
}

/** Whether a file of this type shows it in its first bytes: then no name can make up for them. */
export function isTold(type: string): boolean {
  return supportedMimeTypes.has(type) || type === 'text/html' || type === 'image/svg+xml'
}

/** The bytes as text, whose last character may be cut; null when they are none. */
function decoded(head: Uint8Array): string | null {
  if (head.includes(0)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
  } catch {
    return null
  }
}
