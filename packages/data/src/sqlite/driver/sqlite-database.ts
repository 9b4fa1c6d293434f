import type { DatabaseSync, SqliteDriver, StatementSync } from './node-sqlite.ts'
import { decodeText, encodeText } from './exact-text.ts'

/** A query with its values, as Kysely compiles it. */
export interface Query {
  sql: string
  parameters: readonly unknown[]
}

/** Searches come in many shapes; everything else in a few dozen. */
const keptStatements = 200

/** A statement, and the names of the columns it gives: none when it only writes. */
interface Kept {
  statement: StatementSync
  columns: string[]
}

/**
 * One connection, the same whatever driver is under it: rows are plain objects, booleans go in as 0 and 1, text comes
 * back exactly as it went in. Synchronous: what is between two awaits of the caller is never cut in two.
 */
export class SqliteDatabase {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, Kept>()

  /** `path` may be `:memory:`. Makes the file when there is none. */
  constructor(driver: SqliteDriver, path: string) {
    this.#database = new driver.DatabaseSync(path)
  }

  /** Runs statements that have no values and give no rows. */
  exec(sql: string): void {
    this.#database.exec(sql)
  }

  all<Row extends object>({ sql, parameters }: Query): Row[] {
    const { statement, columns } = this.#keep(sql)
    return (statement.all(...parameters.map(toSqlite)) as unknown[][]).map((row) => fromSqlite(columns, row) as Row)
  }

  run({ sql, parameters }: Query): { changes: number | bigint; lastInsertRowid: number | bigint } {
    return this.#keep(sql).statement.run(...parameters.map(toSqlite))
  }

  /** Whether a statement gives rows. */
  isReader(sql: string): boolean {
    return this.#keep(sql).columns.length > 0
  }

  /** The one value of a pragma. */
  pragma(name: string): unknown {
    const row = this.all<Record<string, unknown>>({ sql: `PRAGMA ${name}`, parameters: [] })[0]
    return row && Object.values(row)[0]
  }

  /** Does the work whole or not at all. The work must not wait for anything. */
  transaction(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      work()
      this.#database.exec('COMMIT')
    } catch (error) {
      // A full disk may have rolled back already; then there is nothing left to undo.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw error
    }
  }

  close(): void {
    this.#statements.clear()
    this.#database.close()
  }

  #keep(sql: string): Kept {
    const known = this.#statements.get(sql)
    if (known) return known
    const statement = this.#database.prepare(sql)
    // Rows as arrays: both drivers give objects without a prototype else, and take two to three times as long.
    statement.setReturnArrays(true)
    const kept = { statement, columns: statement.columns().map((column) => column.name) }
    if (this.#statements.size >= keptStatements) this.#statements.clear()
    this.#statements.set(sql, kept)
    return kept
  }
}

function toSqlite(value: unknown): unknown {
  if (typeof value === 'string') return encodeText(value)
  if (typeof value === 'boolean') return value ? 1 : 0
  return value
}

function fromSqlite(columns: string[], values: unknown[]): object {
  const row: Record<string, unknown> = {}
  for (const [at, column] of columns.entries()) {
    const value = values[at]
    row[column] = typeof value === 'string' ? decodeText(value) : value
  }
  return row
}
