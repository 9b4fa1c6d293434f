import type { Kysely } from 'kysely'

/** What is yet to be undone. No key leads to its thread: a deleted thread's resources are to be released all the same. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('undos')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('thread_id', 'text', (column) => column.notNull())
    .addColumn('run_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('args', 'text')
    .addColumn('place', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'double precision', (column) => column.notNull())
    .execute()
}
