import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { ChatwrightError, fileInfo, type FileInfo, type FileRules } from '@chatwright/protocol'
import type { FileFolder } from './folder.ts'
import { checkAnnounced, save, type Incoming, type LookAt } from './save.ts'

/** A person may have so many times `maxFiles` waiting in a thread: in other windows, or given up. */
const waitingTimes = 4
/** What nobody sent with a message for so long is gone, in milliseconds. */
const keepWaitingMs = 24 * 3_600_000

/**
 * What people upload for the next thing they say. It waits on the disk, with a note beside it that says what it is, so it
 * outlives a reload of the page and a restart of the server; a message that is sent takes it along.
 */
export class MessageFiles {
  readonly #folder: FileFolder
  /** What is on its way, by thread and file. */
  readonly #open = new Map<string, Map<string, AbortController>>()

  constructor(folder: FileFolder) {
    this.#folder = folder
  }

  /** Takes a file in. Rejects with `too_large` or `file_refused`; nothing of it stays then. */
  async receive(threadId: string, rules: FileRules | null, incoming: Incoming, lookAt: LookAt): Promise<FileInfo> {
    if (!rules) throw refused('Files cannot be attached here.')
    checkAnnounced(incoming, rules, refused)
    const { fileId } = incoming
    const waiting = await this.#waiting(threadId)
    const open = this.#open.get(threadId) ?? new Map<string, AbortController>()
    this.#open.set(threadId, open)
    const isKnown = open.has(fileId) || (await this.#folder.names(threadId)).includes(fileId)
    if (isKnown) throw new ChatwrightError('id_taken', 'This file is here already.')
    if (waiting.length + open.size >= rules.maxFiles * waitingTimes) throw refused('Too many files wait to be sent.')
    const abort = new AbortController()
    open.set(fileId, abort)
    const path = this.#folder.pathOf(threadId, fileId)
    try {
      const info = await save(incoming, `${path}.part`, rules, { signal: abort.signal, refuse: refused })
      await lookAt(info, `${path}.part`, abort.signal)
      await this.#note(threadId, info)
      await rename(`${path}.part`, path)
      return info
    } catch (error) {
      await rm(`${path}.part`, { force: true })
      throw error
    } finally {
      open.delete(fileId)
      if (open.size === 0) this.#open.delete(threadId)
    }
  }

  /**
   * What a message is to take along. `beside`: how many it has already. Throws `file_refused` when it is not wholly here,
   * or more than the app allows.
   */
  async take(threadId: string, rules: FileRules | null, fileIds: readonly string[], beside = 0): Promise<FileInfo[]> {
    const ids = [...new Set(fileIds)]
    if (!rules) throw refused('Files cannot be attached here.')
    if (ids.length + beside > rules.maxFiles) throw refused(`No more than ${rules.maxFiles} files can be attached.`)
    const infos = await Promise.all(ids.map((id) => this.find(threadId, id)))
    return infos.map((info) => info ?? missing())
  }

  /** A message takes them along: they do not wait any more. */
  async taken(threadId: string, infos: readonly FileInfo[]): Promise<void> {
    for (const { id } of infos) await rm(this.#notePath(threadId, id), { force: true })
  }

  /** A message was taken back, or came to nothing: what was attached to it waits for another. */
  async giveBack(threadId: string, infos: readonly FileInfo[]): Promise<void> {
    for (const info of infos) await this.#note(threadId, info)
  }

  /** What waits under an id, or null. */
  async find(threadId: string, fileId: string): Promise<FileInfo | null> {
    try {
      const info = fileInfo.parse(JSON.parse(await readFile(this.#notePath(threadId, fileId), 'utf8')))
      await stat(this.#folder.pathOf(threadId, fileId))
      return info
    } catch {
      return null
    }
  }

  /** Takes a file back, or breaks it off on its way. One that a message took along stays. */
  async remove(threadId: string, fileId: string): Promise<void> {
    this.#open.get(threadId)?.get(fileId)?.abort(refused('It was taken back.'))
    if (!(await this.find(threadId, fileId))) return
    await this.#folder.removeFile(threadId, fileId)
    await rm(this.#notePath(threadId, fileId), { force: true })
  }

  /** The ids of what waits in a thread. What has waited too long is removed. */
  async #waiting(threadId: string): Promise<string[]> {
    const ids = (await this.#folder.names(threadId)).flatMap((name) =>
      name.endsWith(suffix) ? name.slice(0, -suffix.length) : [],
    )
    const kept = await Promise.all(
      ids.map(async (id) => {
        const { mtimeMs } = await stat(this.#notePath(threadId, id)).catch(() => ({ mtimeMs: 0 }))
        if (Date.now() - mtimeMs < keepWaitingMs) return [id]
        await this.remove(threadId, id)
        return []
      }),
    )
    return kept.flat()
  }

  async #note(threadId: string, info: FileInfo): Promise<void> {
    await writeFile(this.#notePath(threadId, info.id), JSON.stringify(info), { mode: 0o600 })
  }

  #notePath(threadId: string, fileId: string): string {
    return this.#folder.pathOf(threadId, fileId) + suffix
  }
}

const suffix = '.given.json'

function missing(): never {
  throw refused('A file is not here, or not wholly.')
}

function refused(message: string): ChatwrightError {
  return new ChatwrightError('file_refused', message, { fix: 'Take it out, or give another.' })
}
