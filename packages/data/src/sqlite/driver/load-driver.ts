import { ChatwrightError } from '@chatwright/protocol'
import { nodeSqlite, type SqliteDriver } from './node-sqlite.ts'

/** An optional dependency: npm installs it only where Node has no SQLite of its own. */
const fallback: string = '@chatwright/sqlite-fallback'

/** The SQLite of this machine. Rejects with `store_unavailable` when there is none. */
export async function loadDriver(): Promise<SqliteDriver> {
  const own = nodeSqlite()
  if (own) return own
  try {
    return (await import(/* @vite-ignore */ fallback)) as SqliteDriver
  } catch (error) {
    throw new ChatwrightError('store_unavailable', 'This Node has no SQLite, and the fallback is not installed.', {
      fix: 'Use Node 22.16 or newer, or install the dependencies again without leaving out the optional ones.',
      cause: error,
    })
  }
}
