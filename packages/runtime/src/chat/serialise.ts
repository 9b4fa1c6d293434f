/** Text for a pane or a message, and the language it is shown in; null for plain text. */
export interface Serialised {
  text: string
  language: string | null
}

/** Past this many characters the rest is left out: nobody reads more, and a page should not have to draw it. */
export const longestText = 100_000
/** How deep an object is looked into; past it is a placeholder. */
const deepest = 100
/** Values looked at in one object; past it the rest is a placeholder. */
const mostValues = 10_000

/**
 * Makes any value readable. Strings stay as they are; numbers, booleans and BigInt become text; nothing becomes
 * nothing; arrays and objects become indented JSON. What JSON cannot say is named in its place: buffers and blobs with
 * their size, functions and streams with their name, cycles as `[Circular]`. Never throws.
 */
export function serialise(value: unknown): Serialised {
  if (value === undefined || value === null) return { text: '', language: null }
  if (typeof value === 'string') return { text: shorten(value), language: null }
  const readable = toReadable(value, { above: new Set(), left: mostValues, leftOut: null })
  if (typeof readable !== 'object') return { text: shorten(String(readable)), language: null }
  return { text: shorten(JSON.stringify(readable, null, 2)), language: 'json' }
}

/** An object as JSON can hold it, as {@link serialise} writes it; without what stands under keys that match `leftOut`. */
export function readableObject(value: object, leftOut: RegExp): Record<string, unknown> {
  const readable = toReadable(value, { above: new Set(), left: mostValues, leftOut })
  return typeof readable === 'object' && readable !== null && !Array.isArray(readable) ? readable : {}
}

/** What is known on the way through a value. */
interface Walk {
  /** The objects it is inside of. */
  above: Set<object>
  /** How many values may still be looked at. */
  left: number
  leftOut: RegExp | null
}

type Readable = string | number | boolean | null | undefined | Readable[] | { [key: string]: Readable }

/** A value as JSON can hold it, with placeholders for the rest. */
function toReadable(value: unknown, walk: Walk): Readable {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) ? value : String(value)
    case 'bigint':
    case 'symbol':
      return String(value)
    case 'undefined':
      return undefined
    case 'function':
      return `[Function ${value.name || 'anonymous'}]`
    case 'object':
      break
  }
  if (value === null) return null
  const { above } = walk
  if (walk.left-- <= 0) return '[…]'
  if (above.has(value)) return '[Circular]'
  if (above.size >= deepest) return '[…]'
  above.add(value)
  try {
    return objectToReadable(value, walk)
  } catch (error) {
    return unreadable(error)
  } finally {
    above.delete(value)
  }
}

function objectToReadable(value: object, walk: Walk): Readable {
  const go = (inner: unknown): Readable => toReadable(inner, walk)
  const isKept = (key: string): boolean => !walk.leftOut?.test(key)
  if (Array.isArray(value)) return listToReadable(value, walk)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  if (value instanceof Error) return `${value.name}: ${value.message}`
  if (value instanceof URL || value instanceof RegExp) return String(value)
  if (value instanceof Map) {
    const named = [...value].map(([key, inner]) => [keyText(key, walk), inner] as const)
    return Object.fromEntries(named.filter(([key]) => isKept(key)).map(([key, inner]) => [key, go(inner)]))
  }
  if (value instanceof Set) return listToReadable([...value], walk)
  if (value instanceof Blob) return `[Blob ${value.type || 'of unknown type'}, ${value.size} bytes]`
  if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer || ArrayBuffer.isView(value)) {
    return `[${value.constructor.name}, ${value.byteLength} bytes]`
  }
  if (isStream(value)) return `[${value.constructor?.name || 'Stream'}]`
  if ('toJSON' in value && typeof value.toJSON === 'function') return go((value.toJSON as () => unknown)())
  const entries = Object.keys(value).filter(isKept)
  return Object.fromEntries(entries.map((key) => [key, readProperty(value, key, go)] as const))
}

/** A getter that throws costs its own value only. */
function readProperty(value: object, key: string, go: (inner: unknown) => Readable): Readable {
  try {
    return go((value as Record<string, unknown>)[key])
  } catch (error) {
    return unreadable(error)
  }
}

function unreadable(error: unknown): string {
  return `[Unreadable: ${error instanceof Error ? error.message : 'it threw'}]`
}

function listToReadable(items: readonly unknown[], walk: Walk): Readable[] {
  const shown: Readable[] = []
  for (const item of items) {
    if (walk.left <= 0) return [...shown, `[… ${items.length - shown.length} more]`]
    if (typeof item !== 'object') walk.left--
    shown.push(toReadable(item, walk))
  }
  return shown
}

/** A key that is an object is part of what is looked at: it may lead back to where it stands. */
function keyText(key: unknown, walk: Walk): string {
  if (typeof key === 'string') return key
  const readable = toReadable(key, walk)
  return typeof readable === 'object' && readable !== null ? JSON.stringify(readable) : String(readable)
}

function isStream(value: object): boolean {
  return (
    ('next' in value && typeof value.next === 'function') || Symbol.asyncIterator in value || value instanceof Promise
  )
}

function shorten(text: string): string {
  if (text.length <= longestText) return text
  return text.slice(0, longestText) + leftOutWords(text.length - longestText)
}

/** What stands in place of what is left out. */
export function leftOutWords(count: number): string {
  return `\n… (${count} more characters)`
}
