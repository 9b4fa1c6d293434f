import { useEffect } from 'react'
import type { Favorites, FavoritesSnapshot } from '../favorites.ts'
import { useClient, useObservable } from './client-context.tsx'

/** What the person has marked to say again, loaded at first use, and what can be done with it. */
export function useFavorites(): FavoritesSnapshot & { list: Favorites } {
  const list = useClient().favorites
  useEffect(() => list.load(), [list])
  return { ...useObservable(list), list }
}
