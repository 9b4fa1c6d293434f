import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ChatwrightError, type FileInfo, type FileRules } from '@chatwright/protocol'
import { isAccepted, typeByRules } from './accept.ts'
import { detectType, headBytes } from './detect-type.ts'

/** A file on its way in. */
export interface Incoming {
  fileId: string
  name: string
  /** What the sender calls it; what it is is told from its content. */
  type: string
  /** What the sender says it will be, in bytes, if it does. */
  bytes: number | null
  body: ReadableStream<Uint8Array>
}

/** Which kind of refusal a file that nobody wants is answered with. */
export type Refuse = (message: string) => ChatwrightError

/** Looks at a file that is wholly here and not taken in yet. Rejects when it is not to be. */
export type LookAt = (file: FileInfo, path: string, signal: AbortSignal) => Promise<void>

/** Refuses what can be refused before a byte was read: by its announced size and type. */
export function checkAnnounced(incoming: Incoming, rules: FileRules, refuse: Refuse): void {
  if (incoming.bytes !== null && incoming.bytes > rules.maxBytes) throw tooLarge(rules.maxBytes)
  const isTold = incoming.type !== '' && incoming.type !== 'application/octet-stream'
  if (isTold && !isAccepted(incoming.type, incoming.name, rules)) throw refuse(notWanted(incoming.name, incoming.type))
}

/**
 * Streams a file to a path and tells its type from its first bytes, which decide whether it is wanted: what is not is cut
 * off there. Holds a few chunks in memory, however large it is. Whatever goes wrong, nothing is left at the path.
 */
export async function save(
  incoming: Incoming,
  path: string,
  rules: FileRules,
  { signal, refuse }: { signal: AbortSignal; refuse: Refuse },
): Promise<FileInfo> {
  const { fileId: id, name, body } = incoming
  let bytes = 0
  let head = Buffer.alloc(0)
  let type: string | null = null
  const decide = async (): Promise<void> => {
    type = typeByRules(await detectType(head, name), name, rules)
    if (!isAccepted(type, name, rules)) throw refuse(notWanted(name, type))
  }
  const watched = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      bytes += chunk.length
      if (bytes > rules.maxBytes) throw tooLarge(rules.maxBytes)
      if (type === null) {
        head = Buffer.concat([head, chunk.subarray(0, headBytes - head.length)])
        if (head.length === headBytes) await decide()
      }
      yield chunk
    }
    if (type === null) await decide()
  }
  try {
    await mkdir(dirname(path), { recursive: true })
    await pipeline(Readable.fromWeb(body as never), watched, createWriteStream(path, { mode: 0o600 }), { signal })
    signal.throwIfAborted()
    return { id, name, type: type ?? 'application/octet-stream', bytes }
  } catch (error) {
    await rm(path, { force: true })
    throw signal.aborted ? signal.reason : error
  }
}

export function tooLarge(maxBytes: number): ChatwrightError {
  return new ChatwrightError('too_large', `A file may have ${maxBytes} bytes at most.`, { fix: 'Give a smaller one.' })
}

function notWanted(name: string, type: string): string {
  return `${name} is of type ${type}, which is not wanted here.`
}
