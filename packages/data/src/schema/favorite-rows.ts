import type { Favorite } from '@chatwright/protocol'
import type { FavoriteRow } from './tables.ts'

export function toFavoriteRow(userId: string, { id, threadId, text, createdAt }: Favorite): FavoriteRow {
  return { user_id: userId, id, thread_id: threadId, text, created_at: createdAt }
}

export function fromFavoriteRow({ id, thread_id, text, created_at }: FavoriteRow): Favorite {
  return { id, threadId: thread_id, text, createdAt: created_at }
}
