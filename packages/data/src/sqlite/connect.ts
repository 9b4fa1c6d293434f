import { closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { ChatwrightError } from '@chatwright/protocol'
import { Kysely } from 'kysely'
import { migrations } from '../migrations/index.ts'
import type { Tables } from '../schema/tables.ts'
import { createDialect } from './dialect.ts'
import { loadDriver } from './driver/load-driver.ts'
import { SqliteDatabase } from './driver/sqlite-database.ts'
import { storeError } from './errors.ts'
import { lockFile } from './file-lock.ts'
import { checkOrigin, migrate } from './migrate.ts'

/** An open database with an up-to-date schema. */
export interface Connection {
  database: SqliteDatabase
  db: Kysely<Tables>
  /** Closes the database, then lets go of its lock. Once. */
  close(): void
}

/** Where the data are: a path, or null for memory. */
export type Place = string | null

/**
 * Opens a database that is this store's alone. What cannot be opened, is damaged, or is not ours is left as it is.
 *
 * Rejects with `store_locked` or `store_unavailable`.
 */
export async function connect(file: Place, onWarn: (message: string) => void): Promise<Connection> {
  const driver = await loadDriver()
  let unlock = (): void => {}
  let database: SqliteDatabase | null = null
  const release = (): void => {
    try {
      database?.close()
    } finally {
      unlock()
    }
  }
  try {
    if (file !== null) {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
      unlock = lockFile(driver, file)
      makePrivate(file)
    }
    if (file !== null) refuseStub(file)
    const opened = new SqliteDatabase(driver, file ?? ':memory:')
    database = opened
    if (file !== null) checkOrigin(opened, migrations, file)
    configure(opened, file, onWarn)
    const db = new Kysely<Tables>({ dialect: createDialect(opened) })
    await migrate(opened, db, migrations)
    const close = (): void => {
      emptyLog(opened, onWarn)
      release()
    }
    return { database: opened, db, close }
  } catch (error) {
    release()
    throw storeError(error, file ?? undefined)
  }
}

/**
 * Makes the file for the server's user alone; one that is there keeps its rights. Only under the lock: to close a file
 * that another store of this process has open would take that store's locks away.
 */
function makePrivate(file: string): void {
  if (!existsSync(file)) closeSync(openSync(file, 'wx', 0o600))
}

/** The header of a database alone is longer. SQLite takes a file this short for an empty one and writes over it. */
const leastSizeBytes = 100

function refuseStub(file: string): void {
  const sizeBytes = statSync(file).size
  if (sizeBytes === 0 || sizeBytes >= leastSizeBytes) return
  throw new ChatwrightError(
    'store_unavailable',
    'The database file is damaged, or is no database. It was left as it is.',
    {
      fix: `Restore it from a backup, or move it away to begin with an empty one: ${file}`,
      cause: new Error(`The file has ${sizeBytes} bytes.`),
    },
  )
}

function configure(database: SqliteDatabase, file: Place, onWarn: (message: string) => void): void {
  database.exec('PRAGMA busy_timeout = 5000')
  const mode = database.pragma('journal_mode = WAL')
  if (file !== null && mode !== 'wal') {
    onWarn(`The disk of the data folder does not allow a write-ahead log, so writes are slower (${String(mode)}).`)
  }
  database.exec('PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON')
}

/** So that after a clean end the file alone is the whole database: the fallback leaves its log lying there. */
function emptyLog(database: SqliteDatabase, onWarn: (message: string) => void): void {
  try {
    database.exec('PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE)')
  } catch (error) {
    onWarn(`The write-ahead log could not be emptied: keep it beside the database file. ${String(error)}`)
  }
}
