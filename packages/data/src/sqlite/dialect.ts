import { SqliteAdapter, SqliteDialect, type Dialect } from 'kysely'
import type { SqliteDatabase } from './driver/sqlite-database.ts'

/** Kysely over our connection. The connection is not Kysely's to close. */
export function createDialect(database: SqliteDatabase): Dialect {
  return new EmbeddedDialect({
    database: {
      close: () => {},
      prepare: (sql) => ({
        reader: database.isReader(sql),
        all: (parameters) => database.all({ sql, parameters }),
        run: (parameters) => database.run({ sql, parameters }),
        iterate: (parameters) => database.all({ sql, parameters }).values(),
      }),
    },
  })
}

class EmbeddedDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter()
  }
}

/** Kysely takes SQLite for a database that cannot roll back a schema change. It can, so a failed migration leaves no trace. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}
