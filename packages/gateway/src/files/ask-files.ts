import { rename, rm } from 'node:fs/promises'
import { ChatwrightError, type Ask, type FileInfo } from '@chatwright/protocol'
import type { FileFolder } from './folder.ts'
import { checkAnnounced, save, type Incoming, type LookAt } from './save.ts'

interface Upload {
  info: FileInfo | null
  abort: AbortController
}

/** What people upload for a question. One that is too large, broken off or not wanted any more is gone from the disk. */
export class AskFiles {
  readonly #folder: FileFolder
  readonly #byAsk = new Map<string, Map<string, Upload>>()

  constructor(folder: FileFolder) {
    this.#folder = folder
  }

  /**
   * Takes a file in for an open question. Rejects with `too_large`, `answer_invalid` (not of a kind that was asked for, or
   * one too many), `id_taken`, or `ask_closed` when the question ends meanwhile; nothing of the file stays then.
   */
  async receive(threadId: string, ask: Ask, incoming: Incoming, lookAt: LookAt): Promise<FileInfo> {
    const { rules } = ask
    if (!rules) throw invalid('This question wants no files.')
    checkAnnounced(incoming, rules, invalid)
    const uploads = this.#byAsk.get(ask.id) ?? new Map<string, Upload>()
    this.#byAsk.set(ask.id, uploads)
    for (const known of this.#byAsk.values()) if (known.has(incoming.fileId)) throw taken()
    if (uploads.size >= rules.maxFiles) throw invalid(`No more than ${rules.maxFiles} were asked for.`)
    const upload: Upload = { info: null, abort: new AbortController() }
    uploads.set(incoming.fileId, upload)
    const path = this.#folder.pathOf(threadId, incoming.fileId)
    try {
      await this.#requireFree(threadId, incoming.fileId)
    } catch (error) {
      uploads.delete(incoming.fileId)
      throw error
    }
    try {
      const info = await save(incoming, `${path}.part`, rules, { signal: upload.abort.signal, refuse: invalid })
      await lookAt(info, `${path}.part`, upload.abort.signal)
      await rename(`${path}.part`, path)
      upload.info = info
      return info
    } catch (error) {
      uploads.delete(incoming.fileId)
      await rm(`${path}.part`, { force: true })
      throw error
    }
  }

  /** Nothing that is on the disk already is written over, whatever it is there for. */
  async #requireFree(threadId: string, fileId: string): Promise<void> {
    const names = await this.#folder.names(threadId)
    if (names.some((name) => name === fileId || name.startsWith(`${fileId}.`))) throw taken()
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
    await this.#folder.removeFile(threadId, fileId)
  }

  /** The question is over: what is on its way is broken off, and of what came only `kept` stays. */
  close(threadId: string, askId: string, kept: readonly FileInfo[] = []): void {
    const uploads = this.#byAsk.get(askId)
    if (!uploads) return
    this.#byAsk.delete(askId)
    const keptIds = new Set(kept.map(({ id }) => id))
    for (const [fileId, upload] of uploads) {
      upload.abort.abort(closed())
      if (!keptIds.has(fileId)) void this.#folder.removeFile(threadId, fileId).catch(() => {})
    }
  }
}

function taken(): ChatwrightError {
  return new ChatwrightError('id_taken', 'This file is here already.', { fix: 'Make a new id for each file.' })
}

function invalid(message: string): ChatwrightError {
  return new ChatwrightError('answer_invalid', message, { fix: 'Give what was asked for, or skip the question.' })
}

function closed(): ChatwrightError {
  return new ChatwrightError('ask_closed', 'This question is over.')
}
