import { Draft, type DraftValue } from './draft.ts'
import type { Environment } from './environment.ts'
import type { ClientStorage } from './unsent-store.ts'

const prefix = 'chatwright:draft:'

/** Whose drafts they are, and in which thread; null while that is not known. */
export type DraftPlace = () => { userId: string; place: string } | null

/** A draft, whatever is in it. */
type AnyDraft = Pick<Draft, 'load' | 'save' | 'clear'>

/**
 * All that a person has begun to write in one thread and not sent: the next message, what was chosen for it, and by name
 * whatever else is begun in it (an edit, a form half filled in).
 */
export class Drafts {
  /** The words of the next message. */
  readonly message: Draft
  readonly #storage: ClientStorage | undefined
  readonly #environment: Environment
  readonly #place: DraftPlace
  readonly #named = new Map<string, AnyDraft>()

  constructor(storage: ClientStorage | undefined, environment: Environment, place: DraftPlace) {
    this.#storage = storage
    this.#environment = environment
    this.#place = place
    this.message = this.#create<string>('', '')
  }

  /**
   * The draft of this name; the same each time, so `empty` and `keep` are those of the first call. `empty`: what it is
   * while nothing is begun, and what shape it has: what is kept is taken up only when it has the same. `keep`: what of it
   * may be put into the storage (a secret may not); all by default. Names are `kind:id`, as in `edit:` and a message's id.
   */
  of<T extends DraftValue>(name: string, empty: T, keep?: (value: T) => T): Draft<T> {
    const known = this.#named.get(name) as Draft<T> | undefined
    if (known) return known
    const draft = this.#create(`:${name}`, empty, keep)
    this.#named.set(name, draft)
    return draft
  }

  /** What was begun under this name is over: nothing of it is kept, whether it was taken up or not. */
  drop(name: string): void {
    this.#named.get(name)?.clear()
    const key = this.#key(`:${name}`)
    try {
      if (key !== null) this.#storage?.removeItem(key)
    } catch {
      // Forbidden by the browser: then nothing was kept either.
    }
  }

  /** Takes up what was kept, once it is known whose it is. */
  load(): void {
    for (const draft of this.#all()) draft.load()
  }

  /** Keeps now what would be kept in a moment. */
  save(): void {
    for (const draft of this.#all()) draft.save()
  }

  /** The thread is gone, and with it whatever was begun in it, open or not. */
  forget(): void {
    for (const draft of this.#all()) draft.clear()
    const own = this.#key('')
    const storage = this.#storage
    if (own === null || !storage) return
    try {
      const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
      for (const key of keys) if (key === own || key.startsWith(`${own}:`)) storage.removeItem(key)
    } catch {
      // Forbidden by the browser: then nothing was kept either.
    }
  }

  #all(): AnyDraft[] {
    return [this.message, ...this.#named.values()]
  }

  #create<T extends DraftValue>(name: string, empty: T, keep?: (value: T) => T): Draft<T> {
    const key = () => this.#key(name)
    return new Draft(empty, { storage: this.#storage, environment: this.#environment, key, ...(keep && { keep }) })
  }

  #key(name: string): string | null {
    const at = this.#place()
    return at && `${prefix}${at.userId}:${at.place}${name}`
  }
}
