import type { Kysely } from 'kysely'

/** Threads, and what they consist of. Times are doubles: an integer past 2^53 cannot be read back. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('threads')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('title', 'text')
    .addColumn('title_folded', 'text')
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'double precision', (column) => column.notNull())
    .addColumn('updated_at', 'double precision', (column) => column.notNull())
    .execute()

  await ofThread(db, 'runs')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('message_id', 'text')
    .addColumn('started_at', 'double precision', (column) => column.notNull())
    .addColumn('ended_at', 'double precision')
    .addColumn('cause', 'text')
    .addColumn('notice', 'text')
    .addColumn('error', 'text')
    .execute()

  await ofThread(db, 'messages')
    .addColumn('run_id', 'text')
    .addColumn('parent_id', 'text')
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('author', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('language', 'text')
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('is_error', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'double precision', (column) => column.notNull())
    .addColumn('metadata', 'text', (column) => column.notNull())
    .addColumn('tags', 'text', (column) => column.notNull())
    .execute()

  await ofThread(db, 'steps')
    .addColumn('run_id', 'text', (column) => column.notNull())
    .addColumn('parent_id', 'text')
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('input_text', 'text', (column) => column.notNull())
    .addColumn('input_language', 'text')
    .addColumn('output_text', 'text', (column) => column.notNull())
    .addColumn('output_language', 'text')
    .addColumn('show_input', 'text', (column) => column.notNull())
    .addColumn('default_open', 'integer', (column) => column.notNull())
    .addColumn('auto_collapse', 'integer', (column) => column.notNull())
    .addColumn('icon', 'text')
    .addColumn('started_at', 'double precision', (column) => column.notNull())
    .addColumn('ended_at', 'double precision')
    .addColumn('metadata', 'text', (column) => column.notNull())
    .addColumn('tags', 'text', (column) => column.notNull())
    .execute()

  await db.schema
    .createTable('thread_values')
    .addColumn('thread_id', 'text', (column) =>
      column.notNull().primaryKey().references('threads.id').onDelete('cascade'),
    )
    .addColumn('data', 'text', (column) => column.notNull())
    .execute()

  await db.schema.createIndex('threads_by_user').on('threads').columns(['user_id', 'updated_at', 'id']).execute()
  for (const table of ['runs', 'messages', 'steps']) {
    await db.schema.createIndex(`${table}_by_position`).on(table).columns(['thread_id', 'position']).execute()
  }
  await db.schema.createIndex('runs_by_state').on('runs').columns(['state', 'thread_id']).execute()
}

/**
 * What every table of a thread's things begins with. Runs, messages and steps do not refer to each other by key: they
 * may be written in any order, and a message may outlive the step it was sent in.
 */
function ofThread(db: Kysely<unknown>, table: string) {
  return db.schema
    .createTable(table)
    .addColumn('thread_id', 'text', (column) => column.notNull().references('threads.id').onDelete('cascade'))
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint(`${table}_key`, ['thread_id', 'id'])
}
