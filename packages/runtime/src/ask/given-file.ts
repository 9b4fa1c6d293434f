import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { ChatwrightError, type FileInfo } from '@chatwright/protocol'

/** A file that a person gave. It is on this machine's disk; `path` says where. */
export interface GivenFile extends FileInfo {
  readonly path: string
  /** Its content, piece by piece. */
  stream(): ReadableStream<Uint8Array>
  /** Its content as text in UTF-8. */
  text(): Promise<string>
  /** Its content as bytes. */
  content(): Promise<Uint8Array>
}

export function givenFile(info: FileInfo, path: string | undefined): GivenFile {
  if (path === undefined) throw new ChatwrightError('not_found', `The file ${info.name} is not there.`)
  return {
    ...info,
    path,
    stream: () => Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>,
    text: () => readFile(path, 'utf8'),
    content: async () => new Uint8Array(await readFile(path)),
  }
}
