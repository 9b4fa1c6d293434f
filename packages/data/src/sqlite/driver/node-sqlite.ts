/** The part of `node:sqlite` we use. The fallback below Node 22.16 has the same shape. */
export interface SqliteDriver {
  DatabaseSync: new (path: string) => DatabaseSync
}

export interface DatabaseSync {
  /** Whether a transaction is open. */
  readonly isTransaction: boolean
  exec(sql: string): void
  prepare(sql: string): StatementSync
  close(): void
}

export interface StatementSync {
  all(...parameters: unknown[]): unknown[]
  run(...parameters: unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint }
  columns(): { name: string }[]
  setReturnArrays(enabled: boolean): void
}

/**
 * SQLite as this Node has it: its own from 22.16 on, null below. Found out by looking, not by version: what counts is
 * `StatementSync.columns`, which came last.
 */
export function nodeSqlite(): SqliteDriver | null {
  const found = withoutSqliteWarning(() => process.getBuiltinModule('node:sqlite')) as
    | (SqliteDriver & { StatementSync: { prototype: object } })
    | undefined
  return found && 'columns' in found.StatementSync.prototype ? found : null
}

/** Node 22 warns that its SQLite is experimental, as it is loaded, in the same call. Nothing else is kept back. */
function withoutSqliteWarning<T>(load: () => T): T {
  const emitWarning = process.emitWarning
  process.emitWarning = (warning: string | Error, ...rest: unknown[]): void => {
    const type = typeof rest[0] === 'string' ? rest[0] : (rest[0] as { type?: string } | undefined)?.type
    if (type === 'ExperimentalWarning' && String(warning).includes('SQLite')) return
    Reflect.apply(emitWarning, process, [warning, ...rest])
  }
  try {
    return load()
  } finally {
    process.emitWarning = emitWarning
  }
}
