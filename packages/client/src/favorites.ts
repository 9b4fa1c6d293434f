import type { Answer, CommandName, CommandResult, Favorite, PublicError, ServerToClient } from '@chatwright/protocol'
import { createCell, type Observable } from './cell.ts'
import type { CommandBody, Outbox } from './outbox.ts'
import { fromPublic } from './thread-commands.ts'

/** What the person has marked to say again, the latest first. */
export interface FavoritesSnapshot {
  status: 'idle' | 'loading' | 'ready' | 'error'
  favorites: readonly Favorite[]
  error: PublicError | null
}

type Change = Parameters<ServerToClient['favorite-changed']>[0]

/** The person's favourite messages, over all threads and all of their pages. */
export class Favorites implements Observable<FavoritesSnapshot> {
  readonly #outbox: Outbox
  readonly #cell = createCell<FavoritesSnapshot>({ status: 'idle', favorites: [], error: null })

  /** What changed since the list was asked for: it may not know of that yet. */
  #meanwhile: Change[] | null = null

  constructor(outbox: Outbox) {
    this.#outbox = outbox
  }

  readonly getSnapshot = (): FavoritesSnapshot => this.#cell.getSnapshot()
  readonly subscribe = (listener: () => void): (() => void) => this.#cell.subscribe(listener)

  /** Loads them; does nothing when they are there or under way. */
  load(): void {
    const { status } = this.getSnapshot()
    if (status === 'idle' || status === 'error') this.#reload()
  }

  /** Marks something the person said. Rejects with what the server has against it. */
  async add(threadId: string, messageId: string): Promise<void> {
    const { favorite } = await this.#ask('addFavorite', { threadId, messageId })
    this.onChanged({ favorite })
  }

  /** Takes the mark off. */
  async remove(favoriteId: string): Promise<void> {
    await this.#ask('removeFavorite', { favoriteId })
    this.onChanged({ removed: favoriteId })
  }

  /** There is a line again: what changed meanwhile was not told. */
  onOnline(): void {
    if (this.getSnapshot().status !== 'idle') this.#reload()
  }

  onChanged(change: Change): void {
    this.#meanwhile?.push(change)
    const { favorites } = this.getSnapshot()
    if ('favorite' in change) {
      const { favorite } = change
      if (favorites.some(({ id }) => id === favorite.id)) return
      this.#set({ favorites: [favorite, ...favorites] })
    } else if (favorites.some(({ id }) => id === change.removed)) {
      this.#set({ favorites: favorites.filter(({ id }) => id !== change.removed) })
    }
  }

  #reload(): void {
    if (this.getSnapshot().status !== 'ready') this.#set({ status: 'loading' })
    this.#meanwhile ??= []
    this.#outbox.post(
      'listFavorites',
      {},
      {
        onAnswer: (answer) => {
          const meanwhile = this.#meanwhile ?? []
          this.#meanwhile = null
          if (!answer.ok) return this.#set({ status: 'error', error: answer.error })
          this.#set({ status: 'ready', favorites: answer.result.favorites, error: null })
          for (const change of meanwhile) this.onChanged(change)
        },
      },
    )
  }

  #set(change: Partial<FavoritesSnapshot>): void {
    this.#cell.set({ ...this.getSnapshot(), ...change })
  }

  #ask<Name extends CommandName>(name: Name, body: CommandBody<Name>): Promise<CommandResult<Name>> {
    return new Promise((resolve, reject) => {
      this.#outbox.post(name, body, {
        onAnswer: (answer: Answer<Name>) => (answer.ok ? resolve(answer.result) : reject(fromPublic(answer.error))),
      })
    })
  }
}
