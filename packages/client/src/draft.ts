import { createCell, type Observable } from './cell.ts'
import type { Environment } from './environment.ts'
import type { ClientStorage } from './unsent-store.ts'

const prefix = 'chatwright:draft:'
const saveAfterMs = 300

/** Where a draft is kept: whose it is, and in which thread; null while that is not known. */
export type DraftPlace = () => { userId: string; place: string } | null

/**
 * What a person has written in one thread and not sent. Kept while the page is open, and over a reload when there is a
 * storage; there under the person's id, so that somebody else at the same browser does not find it.
 */
export class Draft implements Observable<string> {
  readonly #cell = createCell<string>('')
  readonly #storage: ClientStorage | undefined
  readonly #environment: Environment
  readonly #place: DraftPlace
  #cancelSave: (() => void) | null = null
  #isLoaded = false

  constructor(storage: ClientStorage | undefined, environment: Environment, place: DraftPlace) {
    this.#storage = storage
    this.#environment = environment
    this.#place = place
    this.load()
  }

  readonly getSnapshot = (): string => this.#cell.getSnapshot()
  readonly subscribe = (listener: () => void): (() => void) => this.#cell.subscribe(listener)

  set(text: string): void {
    this.#cell.set(text)
    this.#isLoaded = true
    if (!this.#storage) return
    this.#cancelSave ??= this.#environment.setTimer(() => this.save(), saveAfterMs)
    if (text === '') this.save()
  }

  /** Takes up what was kept, once it is known whose it is, unless something was written meanwhile. */
  load(): void {
    const key = this.#key()
    if (this.#isLoaded || key === null) return
    this.#isLoaded = true
    try {
      this.#cell.set(this.#storage?.getItem(key) ?? '')
    } catch {
      // A browser may forbid the storage; then there is no draft to take up.
    }
  }

  /** Keeps now what would be kept in a moment. */
  save(): void {
    if (this.#cancelSave === null) return
    this.#cancelSave()
    this.#cancelSave = null
    const key = this.#key()
    if (key === null) return
    const text = this.#cell.getSnapshot()
    try {
      if (text === '') this.#storage?.removeItem(key)
      else this.#storage?.setItem(key, text)
    } catch {
      // Full or forbidden: then the draft lives as long as the page.
    }
  }

  #key(): string | null {
    const at = this.#place()
    return at && `${prefix}${at.userId}:${at.place}`
  }
}
