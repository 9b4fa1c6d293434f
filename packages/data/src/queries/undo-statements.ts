import type { Kysely } from 'kysely'
import type { Tables, UndoRow } from '../schema/tables.ts'
import { prepare } from './prepare.ts'

/** What is asked about undos. */
export function undoStatements(db: Kysely<Tables>) {
  return {
    putUndo: prepare<UndoRow>((row) =>
      db
        .insertInto('undos')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doNothing()),
    ),
    removeUndo: prepare<{ id: string }>(({ id }) => db.deleteFrom('undos').where('id', '=', id)),
    undos: prepare<object>(() =>
      db.selectFrom('undos').selectAll().orderBy('created_at').orderBy('place').orderBy('id'),
    ),
  }
}
