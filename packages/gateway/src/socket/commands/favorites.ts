import { ChatwrightError, limits, type Favorite } from '@chatwright/protocol'
import { authorize } from '../../auth/policy.ts'
import { notOffered } from '../../threads/composed.ts'
import type { Handler } from '../command-context.ts'

export const onListFavorites: Handler<'listFavorites'> = async (_, { user, services }) => {
  return { favorites: await services.store.favorites(user.id) }
}

export const onAddFavorite: Handler<'addFavorite'> = async (
  { threadId, messageId },
  { user, connection, threads, services },
) => {
  const thread = await threads.get(threadId)
  authorize(user, 'open', thread)
  if (!thread.app?.favorites) throw notOffered('favourites')
  const message = thread.state.messages.find(({ id }) => id === messageId)
  if (message?.role !== 'user' || message.text.trim() === '') {
    throw new ChatwrightError('not_found', 'This is nothing that a person said.', {
      fix: 'Only messages of your own that have words can be favourites.',
    })
  }
  const all = await services.store.favorites(user.id)
  const known = all.find(({ id }) => id === messageId)
  if (known) return { favorite: known }
  if (all.length >= limits.favorites) {
    throw new ChatwrightError('too_large', `There are ${limits.favorites} favourites already.`, {
      fix: 'Remove one that you do not need any more.',
    })
  }
  const favorite: Favorite = { id: messageId, threadId, text: message.text, createdAt: Date.now() }
  await services.store.putFavorite(user.id, favorite)
  connection.tellFavorite({ favorite })
  return { favorite }
}

export const onRemoveFavorite: Handler<'removeFavorite'> = async ({ favoriteId }, { user, connection, services }) => {
  await services.store.removeFavorite(user.id, favoriteId)
  connection.tellFavorite({ removed: favoriteId })
  return {}
}
