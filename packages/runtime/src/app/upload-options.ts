import type { FileRules } from '@chatwright/protocol'

/** Which files people may attach to what they say. */
export interface UploadOptions {
  /**
   * MIME types that are taken, with `image/*` for a family; or for each type the endings it may have, none for any:
   * `{ 'text/csv': ['.csv'], 'image/*': [] }`. A type is told from a file's content. Default: anything.
   */
  accept?: readonly string[] | Readonly<Record<string, readonly string[]>>
  /** With one message. Default 20. */
  maxFiles?: number
  /** For each file, in megabytes (1,000,000 bytes). Default 500. */
  maxSizeMb?: number
}

const bytesInMb = 1_000_000

/** The rules that a page and the server keep. Null: nothing can be attached. */
export function uploadRules(options: UploadOptions | false = {}): FileRules | null {
  if (options === false) return null
  const { accept = [], maxFiles = 20, maxSizeMb = 500 } = options
  const base = { maxFiles, maxBytes: Math.ceil(maxSizeMb * bytesInMb) }
  if (isList(accept)) return { accept: [...accept], ...base }
  const extensions = Object.fromEntries(
    Object.entries(accept).map(([type, endings]) => [type, endings.map((ending) => ending.toLowerCase())]),
  )
  return { accept: Object.keys(accept), extensions, ...base }
}

/** What is wrong with the option: where, and what was expected. Null: nothing. */
export function uploadsProblem(options: UploadOptions | false | undefined): { at: string; expected: string } | null {
  if (options === undefined || options === false) return null
  if (typeof options !== 'object' || options === null)
    return { at: '', expected: '{ accept, maxFiles, maxSizeMb } or false' }
  const { accept = [], maxFiles = 1, maxSizeMb = 1 } = options
  const types = isList(accept) ? accept : Object.keys(accept)
  const endings = isList(accept) ? [] : Object.values(accept).flat()
  if (!types.every((type) => typeof type === 'string' && /^[^/\s]+\/[^/\s]+$/.test(type))) {
    return { at: '.accept', expected: "MIME types such as 'image/*'" }
  }
  if (!endings.every((ending) => typeof ending === 'string' && /^\.\S+$/.test(ending))) {
    return { at: '.accept', expected: "endings with their dot, such as '.csv'" }
  }
  if (!Number.isInteger(maxFiles) || maxFiles < 1 || maxFiles > 100) {
    return { at: '.maxFiles', expected: 'a whole number from 1 to 100' }
  }
  return maxSizeMb > 0 && Number.isFinite(maxSizeMb) ? null : { at: '.maxSizeMb', expected: 'a number above 0' }
}

function isList(accept: NonNullable<UploadOptions['accept']>): accept is readonly string[] {
  return Array.isArray(accept)
}
