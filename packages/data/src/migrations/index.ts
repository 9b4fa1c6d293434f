import type { Migration } from 'kysely'
import * as threads from './0001-threads.ts'
import * as pieces from './0002-pieces.ts'
import * as undos from './0003-undos.ts'
import * as composed from './0004-composed.ts'
import * as favorites from './0005-favorites.ts'

/**
 * Every change of the schema, in order. One that was released is never edited: a later one follows it. Their names
 * stand in the database, which so knows what it has had.
 */
export const migrations: Record<string, Migration> = {
  '0001-threads': threads,
  '0002-pieces': pieces,
  '0003-undos': undos,
  '0004-composed': composed,
  '0005-favorites': favorites,
}
