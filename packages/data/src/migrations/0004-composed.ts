import type { Kysely } from 'kysely'

/** What a person chose in the composer is kept with their message. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('messages').addColumn('composed', 'text').execute()
}
