import type {
  Favorite,
  JsonObject,
  Message,
  PieceKind,
  Run,
  Step,
  ThreadState,
  ThreadSummary,
  UndoRecord,
} from '@chatwright/protocol'

/** A thread as the store gives it back. `state.seq` is the number of the last event that is in it. */
export interface StoredThread {
  userId: string
  createdAt: number
  updatedAt: number
  state: ThreadState
  /** The JSON-safe values of the thread's state. */
  values: JsonObject
}

/** Something with the number of the event that first showed it: the order in which a thread is read back. */
export interface Placed<T> {
  position: number
  item: T
}

/** One of a thread's smaller things. What it is made of is the protocol's business: it is kept as JSON. */
export interface PlacedPiece extends Placed<{ id: string }> {
  kind: PieceKind
}

/**
 * What changed in a thread since the last write. Written whole or not at all.
 *
 * Rows are inserted or replaced by id; an existing row keeps its first `position`. The third fence (stop contract,
 * rule 3): messages and steps of a run that the store already holds as `stopped` or `lost` are left as they are.
 */
export interface ThreadWrite {
  threadId: string
  userId: string
  seq: number
  title: string | null
  branchId: string | null
  createdAt: number
  updatedAt: number
  messages: Placed<Message>[]
  steps: Placed<Step>[]
  runs: Placed<Run>[]
  pieces: PlacedPiece[]
  removedMessages: string[]
  removedSteps: string[]
  removedPieces: { kind: PieceKind; id: string }[]
  /** Absent: unchanged. */
  values?: JsonObject
}

/** Which threads to list: those of one person, newest `updatedAt` first. */
export interface ThreadQuery {
  userId: string
  /** Words the title must contain, in any case; what has a meaning in LIKE is taken as written. */
  search?: string
  /** Where the page before ended: its `next`. */
  after?: string
  limit: number
}

/**
 * Where threads are kept. One gateway owns a store; writes of one thread come one after the other.
 *
 * Every method rejects with `store_unavailable` when the store cannot be reached or is full; what it said is the cause.
 */
export interface Store {
  /** Connects and migrates. Rejects with `store_locked` when another process has it, `store_unavailable` otherwise. */
  open(): Promise<void>
  listThreads(query: ThreadQuery): Promise<{ threads: ThreadSummary[]; next: string | null }>
  readThread(threadId: string): Promise<StoredThread | null>
  write(write: ThreadWrite): Promise<void>
  deleteThread(threadId: string): Promise<void>
  /** Threads with a run that has not ended: after a crash these are settled as `lost`. */
  threadsWithOpenRuns(): Promise<string[]>
  /** Keeps an undo until it is removed, whatever becomes of its thread. One that is there already stays as it is. */
  putUndo(undo: UndoRecord): Promise<void>
  removeUndo(undoId: string): Promise<void>
  /** All undos, in the order in which they were registered. */
  undos(): Promise<UndoRecord[]>
  /** What a person has marked, the latest first. */
  favorites(userId: string): Promise<Favorite[]>
  /** Keeps it until it is removed, whatever becomes of its thread. One that is there already stays as it is. */
  putFavorite(userId: string, favorite: Favorite): Promise<void>
  removeFavorite(userId: string, favoriteId: string): Promise<void>
  close(): Promise<void>
}
