import { uploadFile, type FileUpload, type Observable } from '@chatwright/client'
import type { FileInfo, FileRules } from '@chatwright/protocol'
import { base } from '../app/base.ts'
import { bytes } from '../format/bytes.ts'
import { t } from '../elements/words.ts'

/** A file that is to go with the next message. `part`: what of it is there, from 0 to 1. */
export interface Attachment {
  key: number
  name: string
  state: 'sending' | 'ready' | 'refused'
  part: number
  error: string | null
  /** What the server calls it; null until it is there. */
  info: FileInfo | null
  /** A small picture of it, where it is one. */
  preview: string | null
  /** Whether it may be tried again. */
  canRetry: boolean
}

const prefix = 'chatwright:files:'

/** A thread that was begun this moment may not be there yet. */
const tryAgainMs = 200
const mostTries = 25

/**
 * The files that go with the next message of a thread. They are uploaded at once and outlive a reload: the server keeps
 * them, and this browser knows which they are.
 */
export class Attachments implements Observable<readonly Attachment[]> {
  readonly #threadId: string
  /** Where this browser keeps which they are. */
  readonly #place: string
  readonly #uploads = new Map<number, FileUpload>()
  readonly #files = new Map<number, File>()
  readonly #listeners = new Set<() => void>()
  #items: readonly Attachment[] = []
  #nextKey = 1

  constructor(threadId: string, place = threadId) {
    this.#threadId = threadId
    this.#place = place
    this.restore(kept(place))
  }

  readonly getSnapshot = (): readonly Attachment[] => this.#items
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get isSending(): boolean {
    return this.#items.some(({ state }) => state === 'sending')
  }

  /** Begins to upload files. What the rules forbid is refused in words, before a byte is read. */
  add(files: readonly File[], rules: FileRules): void {
    for (const file of files) {
      const wrong = problemOf(file, rules, this.#items.filter(({ state }) => state !== 'refused').length)
      const key = this.#put(file, wrong)
      if (!wrong) this.#send(key, file)
    }
  }

  /**
   * Takes over what was to go with the next message of another thread, as far as it is taken here; of what is not it is
   * said why, and it is kept for the case that it is taken over again. `rules`: null where nothing can be attached.
   */
  async inherit(from: Attachments, rules: FileRules | null): Promise<void> {
    const files = await Promise.all(from.#items.map((item) => from.#fileOf(item)))
    from.clear()
    for (const file of files) {
      if (file && rules) this.add([file], rules)
      else if (file) this.#put(file, t('upload.notHere', { name: file.name }))
    }
  }

  /** Takes up files that the server has. */
  restore(infos: readonly FileInfo[]): void {
    const fresh = infos.filter(({ id }) => !this.#items.some(({ info }) => info?.id === id))
    this.#set([
      ...this.#items,
      ...fresh.map((info): Attachment => {
        const preview = info.type.startsWith('image/') ? this.#url(info.id) : null
        const key = this.#nextKey++
        return { key, name: info.name, state: 'ready', part: 1, error: null, info, preview, canRetry: false }
      }),
    ])
  }

  retry(key: number): void {
    const file = this.#files.get(key)
    if (!file) return
    this.#change(key, { state: 'sending', part: 0, error: null, canRetry: false })
    this.#send(key, file)
  }

  /** Takes one back, or breaks it off. */
  remove(key: number): void {
    const item = this.#items.find((one) => one.key === key)
    this.#uploads.get(key)?.cancel()
    if (item?.state === 'ready' && item.info) void fetch(this.#url(item.info.id), { method: 'DELETE' }).catch(() => {})
    this.#forget(key)
    this.#set(this.#items.filter((one) => one.key !== key))
  }

  /** Takes back all. */
  clear(): void {
    for (const { key } of this.#items) this.remove(key)
  }

  /** Gives what is there, to be sent, and is empty. */
  take(): FileInfo[] {
    const infos = this.#items.flatMap(({ info, state }) => (state === 'ready' && info ? [info] : []))
    for (const { key } of this.#items) this.#forget(key)
    this.#set([])
    return infos
  }

  /** Lists a file, with what is wrong with it. Gives its key. */
  #put(file: File, wrong: string | null): number {
    const key = this.#nextKey++
    const preview = file.type.startsWith('image/') && !wrong ? URL.createObjectURL(file) : null
    const item = { key, name: file.name, part: 0, error: wrong, info: null, preview, canRetry: false }
    this.#files.set(key, file)
    this.#set([...this.#items, { ...item, state: wrong ? 'refused' : 'sending' }])
    return key
  }

  /** The file itself; one that came before a reload is fetched. Null when it cannot be had. */
  async #fileOf({ key, info }: Attachment): Promise<File | null> {
    const known = this.#files.get(key)
    if (known || !info) return known ?? null
    const response = await fetch(this.#url(info.id)).catch(() => null)
    return response?.ok ? new File([await response.blob()], info.name, { type: info.type }) : null
  }

  #send(key: number, file: File, tries = 0): void {
    const target = { baseUrl: base, threadId: this.#threadId }
    const upload = uploadFile(target, file, (part) => this.#change(key, { part }))
    this.#uploads.set(key, upload)
    upload.done
      .then(
        (info) => this.#change(key, { state: 'ready', part: 1, info }),
        (reason: unknown) => {
          if (isTooEarly(reason) && tries < mostTries) {
            setTimeout(() => this.#files.has(key) && this.#send(key, file, tries + 1), tryAgainMs)
            return
          }
          const error = reason instanceof Error ? reason.message : String(reason)
          this.#change(key, { state: 'refused', error: `${file.name}: ${error}`, canRetry: isOffline(reason) })
        },
      )
      .finally(() => this.#uploads.delete(key))
  }

  #url(fileId: string): string {
    return `${base}/api/threads/${this.#threadId}/files/${fileId}`
  }

  #forget(key: number): void {
    const preview = this.#items.find((one) => one.key === key)?.preview
    if (preview?.startsWith('blob:')) URL.revokeObjectURL(preview)
    this.#files.delete(key)
  }

  #change(key: number, patch: Partial<Attachment>): void {
    if (!this.#items.some((item) => item.key === key)) return
    this.#set(this.#items.map((item) => (item.key === key ? { ...item, ...patch } : item)))
  }

  #set(items: readonly Attachment[]): void {
    const hasChanged =
      items.length !== this.#items.length || items.some(({ info }, at) => info !== this.#items[at]?.info)
    this.#items = items
    if (hasChanged)
      keep(
        this.#place,
        items.flatMap(({ info }) => info ?? []),
      )
    for (const listener of this.#listeners) listener()
  }
}

/** What is wrong with a file, in words; null when nothing is. `count`: how many there are besides. */
function problemOf(file: File, { accept, extensions, maxBytes, maxFiles }: FileRules, count: number): string | null {
  const { name, type } = file
  if (file.size > maxBytes) return t('upload.tooLarge', { name, limit: bytes(maxBytes) })
  if (count >= maxFiles) return t('upload.tooMany', { name, count: maxFiles })
  const endings = Object.values(extensions ?? {}).flat()
  const isWanted =
    accept.length === 0 ||
    type === '' ||
    accept.some((one) => one === '*/*' || one === type || (one.endsWith('/*') && type.startsWith(one.slice(0, -1)))) ||
    endings.some((ending) => name.toLowerCase().endsWith(ending))
  return isWanted ? null : t('upload.wrongType', { name })
}

function isTooEarly(reason: unknown): boolean {
  return (reason as { code?: string } | null)?.code === 'thread_not_found'
}

function isOffline(reason: unknown): boolean {
  return (reason as { code?: string } | null)?.code === 'offline'
}

function kept(place: string): FileInfo[] {
  try {
    const value = JSON.parse(localStorage.getItem(prefix + place) ?? '[]') as unknown
    return Array.isArray(value) ? (value as FileInfo[]).filter((info) => typeof info?.id === 'string') : []
  } catch {
    return []
  }
}

function keep(place: string, infos: readonly FileInfo[]): void {
  try {
    if (infos.length === 0) localStorage.removeItem(prefix + place)
    else localStorage.setItem(prefix + place, JSON.stringify(infos))
  } catch {
    // Full or forbidden: then they are known as long as the page is open.
  }
}

const known = new Map<string, Attachments>()

/** The files of a thread's next message, or of the one that is to stand in place of another; the same each time. */
export function attachmentsOf(threadId: string, editedId?: string): Attachments {
  const place = editedId === undefined ? threadId : `${threadId}:${editedId}`
  const attachments = known.get(place) ?? new Attachments(threadId, place)
  known.set(place, attachments)
  return attachments
}
