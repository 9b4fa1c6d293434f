import { createCell, type Observable } from './cell.ts'
import type { Environment } from './environment.ts'
import type { ClientStorage } from './unsent-store.ts'

const saveAfterMs = 300

/** What can be kept: whatever JSON can say of it. */
export type DraftValue = string | object

/** How a draft is kept. */
export interface DraftKeeping<T> {
  storage: ClientStorage | undefined
  environment: Environment
  /** Under which key; null while it is not known whose it is. It changes when a thread is begun. */
  key: () => string | null
  /** What of it may be kept in the storage. Default: all. */
  keep?: (value: T) => T
}

/**
 * What a person has written in one place and not sent. Kept while the page is open, and over a reload when there is a
 * storage; there under the person's id, so that somebody else at the same browser does not find it.
 */
export class Draft<T extends DraftValue = string> implements Observable<T> {
  readonly #cell
  readonly #empty: T
  readonly #keeping: DraftKeeping<T>
  #cancelSave: (() => void) | null = null
  #isLoaded = false
  /** Where it is kept at the moment. */
  #keptAt: string | null = null

  constructor(empty: T, keeping: DraftKeeping<T>) {
    this.#empty = empty
    this.#cell = createCell<T>(empty)
    this.#keeping = keeping
    this.load()
  }

  readonly getSnapshot = (): T => this.#cell.getSnapshot()
  readonly subscribe = (listener: () => void): (() => void) => this.#cell.subscribe(listener)

  set(value: T): void {
    this.#cell.set(value)
    this.#isLoaded = true
    const { storage, environment } = this.#keeping
    if (!storage) return
    this.#cancelSave ??= environment.setTimer(() => this.save(), saveAfterMs)
    if (this.#isEmpty(value)) this.save()
  }

  /** It was sent, or given up. */
  clear(): void {
    if (!this.#isEmpty(this.getSnapshot())) this.set(this.#empty)
  }

  /** Takes up what was kept, once it is known whose it is, unless something was written meanwhile. */
  load(): void {
    const key = this.#keeping.key()
    if (this.#isLoaded || key === null) return
    this.#isLoaded = true
    try {
      const text = this.#keeping.storage?.getItem(key) ?? null
      const value = text === null ? null : (JSON.parse(text) as unknown)
      if (value === null || !isAlike(value, this.#empty)) return
      this.#keptAt = key
      this.#cell.set(value)
    } catch {
      // A browser may forbid the storage, and an older page may have kept something else: then there is nothing to take up.
    }
  }

  /** Keeps now what would be kept in a moment; also when the place it is kept at has become another. */
  save(): void {
    const { storage, key: keyNow, keep = (value) => value } = this.#keeping
    const key = keyNow()
    const isDue = this.#cancelSave !== null || (this.#keptAt !== null && this.#keptAt !== key)
    if (!isDue || !storage || key === null) return
    this.#cancelSave?.()
    this.#cancelSave = null
    const value = keep(this.getSnapshot())
    try {
      if (this.#keptAt !== null && this.#keptAt !== key) storage.removeItem(this.#keptAt)
      this.#keptAt = key
      if (this.#isEmpty(value)) storage.removeItem(key)
      else storage.setItem(key, JSON.stringify(value))
    } catch {
      // Full or forbidden: then the draft lives as long as the page.
    }
  }

  #isEmpty(value: T): boolean {
    return JSON.stringify(value) === JSON.stringify(this.#empty)
  }
}

/** Whether what was kept can stand where `empty` stands: of its kind, and with no member of another kind. */
function isAlike<T>(value: unknown, empty: T): value is T {
  if (typeof value !== typeof empty || Array.isArray(value) !== Array.isArray(empty)) return false
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value !== null
  const kept = value as Record<string, unknown>
  return Object.entries(empty as object).every(([name, member]) => member === undefined || isAlike(kept[name], member))
}
