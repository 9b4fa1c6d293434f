import { ChatwrightError } from '@chatwright/protocol'
import type { Lane } from '../run/lane.ts'
import type { Ledger } from '../run/ledger.ts'

/** One piece of a stream. `undefined`, `null` and `''` are skipped, so a chunk without text needs no test. */
export type StreamItem =
  | string
  | Uint8Array
  | { type: 'text-delta'; text?: string; delta?: string; textDelta?: string }
  | null
  | undefined

/** Whatever gives pieces of text, one after the other. A plain string is one piece. */
export type StreamSource = AsyncIterable<StreamItem> | Iterable<StreamItem> | ReadableStream<StreamItem> | string

/**
 * Draws a source dry, handing each piece of text to `write`, and waiting when `write` says so.
 *
 * Rejects at once when the lane is interrupted, also while the source hangs in `next()`; the source is told to return
 * and not waited for, but stays in the ledger until it has. Rejects as the source or `write` does; what was written
 * stays written.
 */
export function pump(
  source: StreamSource,
  lane: Lane,
  ledger: Ledger,
  write: (text: string) => Promise<void> | null,
): Promise<void> {
  const iterator = toIterator(source)
  const toText = createReader()
  let isOver = false

  const giveUp = (): void => {
    if (isOver) return
    isOver = true
    // A generator that hangs answers only when it goes on, which may be never.
    if (iterator.return) ledger.hold('stream', (async () => iterator.return?.())())
  }
  const draw = async (): Promise<void> => {
    for (;;) {
      const item = await iterator.next()
      if (isOver) return
      if (item.done) break
      const text = toText(item.value)
      const pause = text === '' ? null : write(text)
      if (pause !== null) await pause
    }
    isOver = true
  }

  const off = lane.onInterrupt(giveUp)
  return lane.wait(draw()).finally(() => {
    off()
    giveUp()
  })
}

interface AnyIterator {
  next(): Promise<IteratorResult<StreamItem, unknown>> | IteratorResult<StreamItem, unknown>
  return?(): unknown
}

function toIterator(source: StreamSource): AnyIterator {
  if (typeof source === 'string') return [source][Symbol.iterator]()
  if (typeof source === 'object' && source !== null) {
    if (Symbol.asyncIterator in source) return (source as AsyncIterable<StreamItem>)[Symbol.asyncIterator]()
    if (Symbol.iterator in source) return source[Symbol.iterator]()
    if ('getReader' in source) return readerOf(source)
  }
  throw new ChatwrightError('bad_option', `stream: expected something iterable, got ${nameOf(source)}.`, {
    fix: hintFor(source),
  })
}

/** For streams that cannot be iterated themselves. */
function readerOf(stream: ReadableStream<StreamItem>): AnyIterator {
  const reader = stream.getReader()
  return {
    async next() {
      const result = await reader.read()
      return result.done ? { done: true, value: undefined } : { done: false, value: result.value }
    },
    return: () => reader.cancel(),
  }
}

/** Turns the pieces of one stream into text. Bytes are UTF-8, and a character may be cut between two pieces. */
function createReader(): (item: StreamItem) => string {
  let decoder: InstanceType<typeof TextDecoder> | null = null
  return (item) => {
    if (typeof item === 'string') return item
    if (item === null || item === undefined) return ''
    if (item instanceof Uint8Array) {
      decoder ??= new TextDecoder()
      return decoder.decode(item, { stream: true })
    }
    if (typeof item === 'object' && item.type === 'text-delta') {
      const text = item.text ?? item.delta ?? item.textDelta
      if (typeof text === 'string') return text
    }
    throw new ChatwrightError('bad_option', `stream: expected pieces of text, got ${nameOf(item)}.`, {
      fix: 'Yield strings, or map the pieces: chat.stream(async function* () { for await (const piece of source) yield piece.text }())',
    })
  }
}

function nameOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return typeof value
  if ('type' in value && typeof value.type === 'string') return `a part of type ${JSON.stringify(value.type)}`
  return `an object of ${value.constructor?.name || 'no class'}`
}

function hintFor(source: unknown): string {
  if (typeof source === 'object' && source !== null && 'textStream' in source) return 'Pass its .textStream.'
  if (source instanceof Promise) return 'Await it first.'
  if (typeof source === 'function') return 'Call it: pass what the generator function returns.'
  return 'Pass an async iterable, an iterable or a ReadableStream of strings.'
}
