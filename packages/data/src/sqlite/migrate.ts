import { ChatwrightError } from '@chatwright/protocol'
import { Migrator, type Kysely, type Migration } from 'kysely'
import type { SqliteDatabase } from './driver/sqlite-database.ts'

/** Tells our files from other programs' ("Chrw"); https://sqlite.org/pragma.html#pragma_application_id */
const applicationId = 0x43687277

const migrationTableName = 'chatwright_migrations'
const migrationLockTableName = 'chatwright_migration_lock'

/**
 * Throws `store_unavailable` when the database is not one that these migrations made or can bring up to date. Writes
 * nothing.
 */
export function checkOrigin(database: SqliteDatabase, migrations: Record<string, Migration>, file: string): void {
  if (isEmpty(database)) return
  if (database.pragma('application_id') !== applicationId) {
    throw new ChatwrightError('store_unavailable', 'The database belongs to another program. It was left as it is.', {
      fix: `Name another file or folder for the data. This one is in use: ${file}`,
    })
  }
  const unknown = appliedNames(database).filter((name) => !Object.hasOwn(migrations, name))
  if (unknown.length > 0) {
    throw new ChatwrightError(
      'store_unavailable',
      'The database was written by a newer version of Chatwright. It was left as it is.',
      { fix: `Install that version, or restore a backup from before. It knows ${unknown.join(', ')}: ${file}` },
    )
  }
}

/** Brings the schema up to date: all that is missing or, when one step fails, nothing. */
export async function migrate<Tables>(
  database: SqliteDatabase,
  db: Kysely<Tables>,
  migrations: Record<string, Migration>,
): Promise<void> {
  if (isEmpty(database)) database.exec(`PRAGMA application_id = ${applicationId}`)
  const applied = new Set(appliedNames(database))
  if (Object.keys(migrations).every((name) => applied.has(name))) return
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrations) },
    migrationTableName,
    migrationLockTableName,
  })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
}

function isEmpty(database: SqliteDatabase): boolean {
  return database.all({ sql: 'SELECT name FROM sqlite_schema LIMIT 1', parameters: [] }).length === 0
}

function appliedNames(database: SqliteDatabase): string[] {
  const sql = 'SELECT name FROM sqlite_schema WHERE name = ?'
  if (database.all({ sql, parameters: [migrationTableName] }).length === 0) return []
  return database
    .all<{ name: string }>({ sql: `SELECT name FROM ${migrationTableName} ORDER BY name`, parameters: [] })
    .map((row) => row.name)
}
