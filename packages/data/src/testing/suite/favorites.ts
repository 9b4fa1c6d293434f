import { newId, type Favorite } from '@chatwright/protocol'
import { expect, it } from 'vitest'
import { sampleWrite } from '../samples.ts'
import type { Subject } from '../store-under-test.ts'

function sampleFavorite(fields: Partial<Favorite> = {}): Favorite {
  return {
    id: newId(),
    threadId: newId(),
    text: 'Grüße 🏰\n"two" \u0000 lines',
    createdAt: 1_790_000_000_000,
    ...fields,
  }
}

/** What people marked is kept for each of them, until they take the mark off. */
export function favoriteTests(subject: Subject): void {
  it('gives back what each person marked, the latest first, and nothing of others', async () => {
    const { store } = subject()
    const first = sampleFavorite()
    const second = sampleFavorite({ createdAt: 1_790_000_000_001 })
    await store.putFavorite('ada', first)
    await store.putFavorite('ada', second)
    await store.putFavorite('bob', first)
    expect(await store.favorites('ada')).toEqual([second, first])
    await store.removeFavorite('ada', first.id)
    await store.removeFavorite('ada', first.id)
    expect(await store.favorites('ada')).toEqual([second])
    expect(await store.favorites('bob')).toEqual([first])
    expect(await store.favorites("ada' or 1=1 --")).toEqual([])
  })

  it('leaves one that is there already as it is, and keeps it when its thread is deleted', async () => {
    const { store } = subject()
    const write = sampleWrite()
    await store.write(write)
    const favorite = sampleFavorite({ threadId: write.threadId })
    await store.putFavorite('ada', favorite)
    await store.putFavorite('ada', { ...favorite, text: 'other' })
    await store.deleteThread(write.threadId)
    expect(await store.favorites('ada')).toEqual([favorite])
  })

  it('answers nothing after it is closed', async () => {
    const { store } = subject()
    await store.close()
    const unavailable = { code: 'store_unavailable' }
    await expect(store.favorites('ada')).rejects.toMatchObject(unavailable)
    await expect(store.putFavorite('ada', sampleFavorite())).rejects.toMatchObject(unavailable)
    await expect(store.removeFavorite('ada', 'x')).rejects.toMatchObject(unavailable)
  })
}
