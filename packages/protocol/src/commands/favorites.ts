import { z } from 'zod'
import { favorite } from '../content/favorite.ts'
import { id } from '../ids.ts'
import { commandId } from './base.ts'

/** What the person has marked, the latest first. */
export const listFavorites = z.object(commandId)
export const listFavoritesResult = z.object({ favorites: z.array(favorite) })

/** Mark something the person said. Marked already, it stays as it is. */
export const addFavorite = z.object({ ...commandId, threadId: id, messageId: id })
export const addFavoriteResult = z.object({ favorite })

/** Take the mark off. */
export const removeFavorite = z.object({ ...commandId, favoriteId: id })
export const removeFavoriteResult = z.object({})
