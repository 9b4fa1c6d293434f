import { ChatwrightError } from '@chatwright/protocol'
import type { DatabaseSync, SqliteDriver } from './driver/node-sqlite.ts'
import { isBusy } from './errors.ts'

/**
 * Holds a database for this store alone, against other processes and other stores of this one. Returns its release.
 *
 * The lock is an exclusive transaction on an empty database beside the file, kept open: the system's own file lock,
 * which goes with the process however it dies. (A lock on the file itself would keep an operator's tools from reading.)
 * Throws `store_locked` when somebody has it.
 */
export function lockFile(driver: SqliteDriver, file: string): () => void {
  const path = `${file}.lock`
  let lock: DatabaseSync | null = null
  try {
    lock = new driver.DatabaseSync(path)
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock?.close()
    if (!isBusy(error)) throw error
    throw new ChatwrightError('store_locked', 'Another server has this data folder open.', {
      fix: `Stop the other server, or give this one a data folder of its own. In use: ${file}`,
      cause: error,
    })
  }
  const held = lock
  return () => held.close()
}
