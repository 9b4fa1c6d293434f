import type { Kysely } from 'kysely'
import type { FavoriteRow, Tables } from '../schema/tables.ts'
import { prepare } from './prepare.ts'

type OfUser = Pick<FavoriteRow, 'user_id'>

/** What is asked about favourites. */
export function favoriteStatements(db: Kysely<Tables>) {
  return {
    putFavorite: prepare<FavoriteRow>((row) =>
      db
        .insertInto('favorites')
        .values(row)
        .onConflict((conflict) => conflict.columns(['user_id', 'id']).doNothing()),
    ),
    removeFavorite: prepare<OfUser & { id: string }>(({ user_id, id }) =>
      db.deleteFrom('favorites').where('user_id', '=', user_id).where('id', '=', id),
    ),
    favorites: prepare<OfUser>(({ user_id }) =>
      db.selectFrom('favorites').selectAll().where('user_id', '=', user_id).orderBy('created_at', 'desc').orderBy('id'),
    ),
  }
}
