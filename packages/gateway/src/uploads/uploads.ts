import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ChatwrightError, type Ask, type FileInfo } from '@chatwright/protocol'
import { isAccepted } from './accept.ts'

/** A file on its way in. */
export interface Incoming {
  fileId: string
  name: string
  type: string
  /** What the sender says it will be, in bytes, if it does. */
  bytes: number | null
  body: ReadableStream<Uint8Array>
}

interface Upload {
  info: FileInfo | null
  abort: AbortController
}

/**
 * What people upload for a question. A file streams to the disk and is never held in memory; one that is too large, broken
 * off or not wanted any more is gone from it.
 */
export class Uploads {
  readonly #folder: string
  readonly #byAsk = new Map<string, Map<string, Upload>>()

  /** `folder`: where files are kept; made when the first comes. */
  constructor(folder: string) {
    this.#folder = folder
  }

  /**
   * Takes a file in for an open question. Rejects with `too_large`, `answer_invalid` (not of a kind that was asked for, or
   * one too many) or `ask_closed` when the question ends meanwhile; nothing of the file stays then.
   */
  async receive(threadId: string, ask: Ask, incoming: Incoming): Promise<FileInfo> {
    const { rules } = ask
    if (!rules) throw invalid('This question wants no files.')
    if (!isAccepted(incoming.type, rules.accept)) throw invalid(`A file of type ${incoming.type} was not asked for.`)
    if (incoming.bytes !== null && incoming.bytes > rules.maxBytes) throw tooLarge(rules.maxBytes)
    const uploads = this.#byAsk.get(ask.id) ?? new Map<string, Upload>()
    this.#byAsk.set(ask.id, uploads)
    if (uploads.has(incoming.fileId)) throw new ChatwrightError('id_taken', 'This file is here already.')
    if (uploads.size >= rules.maxFiles) throw invalid(`No more than ${rules.maxFiles} were asked for.`)
    const upload: Upload = { info: null, abort: new AbortController() }
    uploads.set(incoming.fileId, upload)
    const path = this.pathOf(threadId, incoming.fileId)
    try {
      await mkdir(join(this.#folder, threadId), { recursive: true })
      const bytes = await save(incoming.body, `${path}.part`, rules.maxBytes, upload.abort.signal)
      upload.abort.signal.throwIfAborted()
      await rename(`${path}.part`, path)
      upload.info = { id: incoming.fileId, name: incoming.name, type: incoming.type, bytes }
      return upload.info
    } catch (error) {
      uploads.delete(incoming.fileId)
      await rm(`${path}.part`, { force: true })
      throw upload.abort.signal.aborted ? upload.abort.signal.reason : error
    }
  }

  /** The files of these ids, all of them wholly here. Throws `answer_invalid` otherwise. */
  take(ask: Ask, fileIds: readonly string[]): FileInfo[] {
    const uploads = this.#byAsk.get(ask.id)
    return [...new Set(fileIds)].map((id) => {
      const info = uploads?.get(id)?.info
      if (!info) throw invalid('A file is not here, or not wholly.')
      return info
    })
  }

  /** Takes one file back. */
  async remove(threadId: string, askId: string, fileId: string): Promise<void> {
    const upload = this.#byAsk.get(askId)?.get(fileId)
    if (!upload) return
    this.#byAsk.get(askId)?.delete(fileId)
    upload.abort.abort(closed())
    await rm(this.pathOf(threadId, fileId), { force: true })
  }

  /** The question is over: what is on its way is broken off, and of what came only `kept` stays. */
  close(threadId: string, askId: string, kept: readonly FileInfo[] = []): void {
    const uploads = this.#byAsk.get(askId)
    if (!uploads) return
    this.#byAsk.delete(askId)
    const keptIds = new Set(kept.map(({ id }) => id))
    for (const [fileId, upload] of uploads) {
      upload.abort.abort(closed())
      if (!keptIds.has(fileId)) void rm(this.pathOf(threadId, fileId), { force: true }).catch(() => {})
    }
  }

  /** All files of a thread are gone. */
  async removeThread(threadId: string): Promise<void> {
    await rm(join(this.#folder, threadId), { recursive: true, force: true })
  }

  /** Where a file is on the disk. Both are ids, so no path leads out of the folder. */
  pathOf(threadId: string, fileId: string): string {
    return join(this.#folder, threadId, fileId)
  }
}

async function save(body: Incoming['body'], path: string, maxBytes: number, signal: AbortSignal): Promise<number> {
  let bytes = 0
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > maxBytes) done(tooLarge(maxBytes))
      else done(null, chunk)
    },
  })
  await pipeline(Readable.fromWeb(body as never), counted, createWriteStream(path, { mode: 0o600 }), { signal })
  return bytes
}

function tooLarge(maxBytes: number): ChatwrightError {
  return new ChatwrightError('too_large', `A file may have ${maxBytes} bytes at most.`)
}

function invalid(message: string): ChatwrightError {
  return new ChatwrightError('answer_invalid', message, { fix: 'Give what was asked for, or skip the question.' })
}

function closed(): ChatwrightError {
  return new ChatwrightError('ask_closed', 'This question is over.')
}
