import type { Store, StoredThread } from '@chatwright/gateway'

/**
 * A store that outlives the gateways on it: it is opened once, and closed when the test is over. What a gateway writes
 * after it closed the store is refused, as a real one would.
 */
export class KeptStore {
  readonly #store: Store
  #opened: Promise<void> | null = null

  constructor(store: Store) {
    this.#store = store
  }

  /** The store for one gateway. */
  session(): Store {
    const store = this.#store
    let isOpen = false
    const opened = (): Store => {
      if (!isOpen) throw new Error('The store is closed.')
      return store
    }
    return {
      open: async () => {
        this.#opened ??= store.open()
        await this.#opened
        isOpen = true
      },
      listThreads: async (query) => opened().listThreads(query),
      readThread: async (threadId) => opened().readThread(threadId),
      write: async (write) => opened().write(write),
      deleteThread: async (threadId) => opened().deleteThread(threadId),
      threadsWithOpenRuns: async () => opened().threadsWithOpenRuns(),
      putUndo: async (undo) => opened().putUndo(undo),
      removeUndo: async (undoId) => opened().removeUndo(undoId),
      undos: async () => opened().undos(),
      favorites: async (userId) => opened().favorites(userId),
      putFavorite: async (userId, favorite) => opened().putFavorite(userId, favorite),
      removeFavorite: async (userId, favoriteId) => opened().removeFavorite(userId, favoriteId),
      close: async () => {
        isOpen = false
      },
    }
  }

  /** What is stored of a thread now, past every gateway. */
  async read(threadId: string): Promise<StoredThread | null> {
    await this.#opened
    return this.#store.readThread(threadId)
  }

  async close(): Promise<void> {
    if (this.#opened) await this.#store.close()
  }
}
