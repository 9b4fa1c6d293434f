import { typeOfContent } from '@chatwright/protocol'

/** How many bytes of a file its type is told from. */
export const headBytes = 4_100

/** The type of a file by its first bytes; its name, or what a server called it, counts only where they cannot tell. */
export async function detectType(head: Uint8Array, name: string, told?: string): Promise<string> {
  // Loaded with the first file: most apps show none.
  const [{ fileTypeFromBuffer }, { lookup }] = await Promise.all([import('file-type'), import('mrmime')])
  const found = await fileTypeFromBuffer(head).catch(() => undefined)
  return typeOfContent({ sniffed: found?.mime, named: lookup(name) ?? told, text: decoded(head) })
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
