import type { Kysely } from 'kysely'

/** What people marked to say again. No key leads to its thread: it is a copy that outlives it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('favorites')
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('thread_id', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('created_at', 'double precision', (column) => column.notNull())
    .addPrimaryKeyConstraint('favorites_key', ['user_id', 'id'])
    .execute()
}
