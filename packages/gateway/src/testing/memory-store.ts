import { pieceKinds, type Favorite, type PieceKind, type ThreadState, type UndoRecord } from '@chatwright/protocol'
import type { Store, StoredThread, ThreadWrite } from '../ports/index.ts'

/** A store for the gateway's own tests: keeps what it is told in memory, and fails when it is told to. */
export class MemoryStore implements Store {
  readonly writes: ThreadWrite[] = []
  readonly threads = new Map<string, StoredThread>()
  readonly favored = new Map<string, Favorite[]>()
  readonly kept = new Map<string, UndoRecord>()
  failures = 0
  /** How long a write takes, in milliseconds. */
  delayMs = 0
  /** Writes that were not over when it was closed, or came afterwards. */
  lateWrites = 0
  #isClosed = false

  open(): Promise<void> {
    return Promise.resolve()
  }

  listThreads(): ReturnType<Store['listThreads']> {
    return Promise.resolve({ threads: [], next: null })
  }

  readThread(threadId: string): Promise<StoredThread | null> {
    return Promise.resolve(structuredClone(this.threads.get(threadId) ?? null))
  }

  async write(write: ThreadWrite): Promise<void> {
    if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs))
    if (this.#isClosed) this.lateWrites++
    if (this.failures > 0) {
      this.failures--
      throw new Error('the disk is full')
    }
    this.writes.push(structuredClone(write))
    const before = this.threads.get(write.threadId)
    const { userId, createdAt, updatedAt, title, seq } = write
    this.threads.set(write.threadId, {
      userId,
      createdAt,
      updatedAt,
      values: write.values ?? before?.values ?? {},
      state: {
        id: write.threadId,
        seq,
        title,
        messages: put(before?.state.messages ?? [], write.messages, write.removedMessages),
        steps: put(before?.state.steps ?? [], write.steps, write.removedSteps),
        runs: put(before?.state.runs ?? [], write.runs, []),
        ...pieces(before?.state, write),
        calls: [],
        branchId: write.branchId,
      },
    })
  }

  deleteThread(threadId: string): Promise<void> {
    this.threads.delete(threadId)
    return Promise.resolve()
  }

  threadsWithOpenRuns(): Promise<string[]> {
    return Promise.resolve([])
  }

  putUndo(undo: UndoRecord): Promise<void> {
    this.kept.set(undo.id, structuredClone(undo))
    return Promise.resolve()
  }

  removeUndo(undoId: string): Promise<void> {
    this.kept.delete(undoId)
    return Promise.resolve()
  }

  undos(): Promise<UndoRecord[]> {
    return Promise.resolve([...this.kept.values()])
  }

  favorites(userId: string): Promise<Favorite[]> {
    return Promise.resolve([...(this.favored.get(userId) ?? [])])
  }

  async putFavorite(userId: string, favorite: Favorite): Promise<void> {
    const others = (await this.favorites(userId)).filter(({ id }) => id !== favorite.id)
    this.favored.set(userId, [favorite, ...others])
  }

  async removeFavorite(userId: string, favoriteId: string): Promise<void> {
    const all = await this.favorites(userId)
    this.favored.set(
      userId,
      all.filter(({ id }) => id !== favoriteId),
    )
  }

  close(): Promise<void> {
    this.#isClosed = true
    return Promise.resolve()
  }
}

function pieces(before: ThreadState | undefined, write: ThreadWrite): Pick<ThreadState, PieceKind> {
  const lists = pieceKinds.map((kind) => {
    const changed = write.pieces.filter((piece) => piece.kind === kind)
    const removed = write.removedPieces.filter((piece) => piece.kind === kind).map(({ id }) => id)
    return [kind, put<{ id: string }>(before?.[kind] ?? [], changed, removed)]
  })
  return Object.fromEntries(lists) as Pick<ThreadState, PieceKind>
}

function put<T extends { id: string }>(old: T[], changed: { item: T }[], removed: string[]): T[] {
  const all = new Map(old.map((item) => [item.id, item]))
  for (const { item } of changed) all.set(item.id, item)
  for (const id of removed) all.delete(id)
  return [...all.values()]
}
