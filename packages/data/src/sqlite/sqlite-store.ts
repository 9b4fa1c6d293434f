import { resolve } from 'node:path'
import type { Store, StoredThread, ThreadQuery, ThreadWrite } from '@chatwright/gateway/ports'
import { ChatwrightError, type Favorite, type ThreadSummary, type UndoRecord } from '@chatwright/protocol'
import { listQuery, toPage, type ListedRow } from '../queries/list-threads.ts'
import { createStatements, type Statements } from '../queries/statements.ts'
import { fromUndoRow, toUndoRow } from '../schema/undo-rows.ts'
import { fromFavoriteRow, toFavoriteRow } from '../schema/favorite-rows.ts'
import type { FavoriteRow, UndoRow } from '../schema/tables.ts'
import { connect, type Connection } from './connect.ts'
import type { SqliteDatabase } from './driver/sqlite-database.ts'
import { storeError } from './errors.ts'
import { readThread } from './read-thread.ts'
import { writeThread } from './write-thread.ts'

/** Where the store keeps its data: in `<folder>/chatwright.db`, in a file of any name, or nowhere but in memory. */
export type SqliteStoreOptions = ({ folder: string } | { file: string } | { memory: true }) & {
  /** Told what an operator should know although the store works. */
  onWarn?: (message: string) => void
}

/**
 * A store in one SQLite file. Nothing is touched before `open()`.
 *
 * Folder (mode 0700) and file (0600) are made when they are missing. While the store is open, a lock beside the file
 * keeps others out: `open()` rejects with `store_locked` in any second process or store. The lock dies with its process.
 *
 * `open()` also brings the schema up to date. A file that is damaged, another program's, or written by a newer version
 * is left as it is (`store_unavailable`).
 */
export function createSqliteStore(options: SqliteStoreOptions): Store {
  return new SqliteStore(options)
}

/** A store that forgets everything when it is closed; for tests. No lock. */
export function createMemoryStore(): Store {
  return new SqliteStore({ memory: true })
}

interface Opened extends Connection {
  statements: Statements
}

/**
 * Every method does its work in one turn of the loop: SQLite answers in microseconds, and so nothing of one thread can
 * come between the parts of another's write.
 */
export class SqliteStore implements Store {
  readonly #options: SqliteStoreOptions
  #opening: Promise<void> | null = null
  #opened: Opened | null = null

  constructor(options: SqliteStoreOptions) {
    this.#options = options
  }

  /** The connection under the store, for tests that make it fail. */
  get database(): SqliteDatabase {
    return this.#use().database
  }

  open(): Promise<void> {
    this.#opening ??= this.#open()
    return this.#opening
  }

  async listThreads(query: ThreadQuery): Promise<{ threads: ThreadSummary[]; next: string | null }> {
    const { database, db } = this.#use()
    const compiled = listQuery(db, query).compile()
    return toPage(
      attempt(() => database.all<ListedRow>(compiled)),
      query.limit,
    )
  }

  async readThread(threadId: string): Promise<StoredThread | null> {
    const { database, statements } = this.#use()
    return attempt(() => readThread(database, statements, threadId))
  }

  async write(write: ThreadWrite): Promise<void> {
    const { database, statements } = this.#use()
    attempt(() => writeThread(database, statements, write))
  }

  async deleteThread(threadId: string): Promise<void> {
    const { database, statements } = this.#use()
    attempt(() => database.run(statements.removeThread({ id: threadId })))
  }

  async threadsWithOpenRuns(): Promise<string[]> {
    const { database, statements } = this.#use()
    const rows = attempt(() => database.all<{ thread_id: string }>(statements.threadsWithOpenRuns({})))
    return rows.map((row) => row.thread_id)
  }

  async putUndo(undo: UndoRecord): Promise<void> {
    const { database, statements } = this.#use()
    attempt(() => database.run(statements.putUndo(toUndoRow(undo))))
  }

  async removeUndo(undoId: string): Promise<void> {
    const { database, statements } = this.#use()
    attempt(() => database.run(statements.removeUndo({ id: undoId })))
  }

  async undos(): Promise<UndoRecord[]> {
    const { database, statements } = this.#use()
    return attempt(() => database.all<UndoRow>(statements.undos({}))).map(fromUndoRow)
  }

  async favorites(userId: string): Promise<Favorite[]> {
    const { database, statements } = this.#use()
    return attempt(() => database.all<FavoriteRow>(statements.favorites({ user_id: userId }))).map(fromFavoriteRow)
  }

  async putFavorite(userId: string, favorite: Favorite): Promise<void> {
    const { database, statements } = this.#use()
    attempt(() => database.run(statements.putFavorite(toFavoriteRow(userId, favorite))))
  }

  async removeFavorite(userId: string, favoriteId: string): Promise<void> {
    const { database, statements } = this.#use()
    attempt(() => database.run(statements.removeFavorite({ user_id: userId, id: favoriteId })))
  }

  async close(): Promise<void> {
    // What could not be opened is closed already.
    await this.#opening?.catch(() => {})
    const opened = this.#opened
    this.#opened = null
    this.#opening = null
    if (opened) attempt(() => opened.close())
  }

  async #open(): Promise<void> {
    try {
      const connection = await connect(fileOf(this.#options), this.#options.onWarn ?? (() => {}))
      this.#opened = { ...connection, statements: createStatements(connection.db) }
    } catch (error) {
      this.#opening = null
      throw error
    }
  }

  #use(): Opened {
    if (this.#opened) return this.#opened
    throw new ChatwrightError('store_unavailable', 'The store is not open.', {
      fix: 'Open the store first; after close() nothing more may be asked of it.',
    })
  }
}

function fileOf(options: SqliteStoreOptions): string | null {
  if ('memory' in options) return null
  return 'file' in options ? resolve(options.file) : resolve(options.folder, 'chatwright.db')
}

function attempt<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw storeError(error)
  }
}
