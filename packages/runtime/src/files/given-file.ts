import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { ChatwrightError, mediaKind, type ElementKind, type FileInfo } from '@chatwright/protocol'

/**
 * A file that a person gave. It is on this machine's disk; `path` says where. `type` is what its content says it is, and
 * `bytes` how large it is.
 */
export interface GivenFile extends FileInfo {
  readonly path: string
  /** What it is shown as: `image`, `pdf`, `audio`, `video` or `file`. */
  readonly kind: ElementKind
  /** Its content, piece by piece. */
  stream(): ReadableStream<Uint8Array>
  /** Its content as text in UTF-8. */
  text(): Promise<string>
  /** Its content as bytes. */
  content(): Promise<Uint8Array>
  /** Its content as a `data:` URL, as models take pictures. */
  dataUrl(): Promise<string>
}

/** Why `onUpload` refuses a file, or null. Throws `bad_option` for an answer that is none. */
export function refusalIn(answer: unknown): string | null {
  if (answer === undefined || answer === null) return null
  const { refuse } = answer as { refuse?: unknown }
  if (typeof refuse === 'string' && refuse.trim() !== '') return refuse.slice(0, 500)
  throw new ChatwrightError('bad_option', 'onUpload: expected nothing or { refuse: "why" }.')
}

export function givenFile(info: FileInfo, path: string | undefined): GivenFile {
  if (path === undefined) throw new ChatwrightError('not_found', `The file ${info.name} is not there.`)
  return {
    ...info,
    path,
    kind: mediaKind(info.type),
    stream: () => Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>,
    text: () => readFile(path, 'utf8'),
    content: async () => new Uint8Array(await readFile(path)),
    dataUrl: async () => `data:${info.type};base64,${(await readFile(path)).toString('base64')}`,
  }
}
