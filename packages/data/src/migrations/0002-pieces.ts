import type { Kysely } from 'kysely'

/** The smaller things of a thread, and the ways a conversation can take. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('pieces')
    .addColumn('thread_id', 'text', (column) => column.notNull().references('threads.id').onDelete('cascade'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('pieces_key', ['thread_id', 'kind', 'id'])
    .execute()
  await db.schema.alterTable('threads').addColumn('branch_id', 'text').execute()
  await db.schema
    .alterTable('steps')
    .addColumn('can_stop', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await db.schema.alterTable('runs').addColumn('action_id', 'text').execute()
  await db.schema.alterTable('runs').addColumn('branch_id', 'text').execute()
}
