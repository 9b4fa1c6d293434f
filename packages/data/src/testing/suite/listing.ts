import { newId, type RunState, type ThreadSummary } from '@chatwright/protocol'
import { expect, it } from 'vitest'
import { placed, sampleMessage, sampleRun, sampleWrite } from '../samples.ts'
import type { StoreUnderTest, Subject } from '../store-under-test.ts'

/** The sidebar's list, search, and what recovery after a crash asks for. */
export function listingTests(subject: Subject): void {
  it('lists one person’s threads, the newest first', async () => {
    const { store } = subject()
    const [old, recent] = [sampleWrite({ updatedAt: 1, title: 'old' }), sampleWrite({ updatedAt: 2, title: null })]
    await store.write(recent)
    await store.write(old)
    await store.write(sampleWrite({ userId: 'eve' }))
    expect(await store.listThreads({ userId: 'ada', limit: 10 })).toEqual({
      threads: [summary(recent), summary(old)],
      next: null,
    })
    expect(await store.listThreads({ userId: 'nobody', limit: 10 })).toEqual({ threads: [], next: null })
  })

  it('says whom a thread is with, where there was a choice', async () => {
    const { store } = subject()
    const item = { id: 'profile', profileId: '厨师 "x"' }
    const chosen = sampleWrite({ updatedAt: 2, pieces: [{ kind: 'setups', position: 1, item }] })
    const plain = sampleWrite({ updatedAt: 1 })
    for (const write of [chosen, plain]) await store.write(write)
    const { threads } = await store.listThreads({ userId: 'ada', limit: 10 })
    expect(threads).toEqual([{ ...summary(chosen), profileId: '厨师 "x"' }, summary(plain)])
  })

  it('pages through threads of the same time, each once, also when one comes between', async () => {
    const { store } = subject()
    const writes = Array.from({ length: 7 }, () => sampleWrite({ updatedAt: 5 }))
    for (const write of writes) await store.write(write)
    const seen: string[] = []
    let after: string | undefined
    for (let page = 0; page < 4; page++) {
      const { threads, next } = await store.listThreads({ userId: 'ada', limit: 2, ...(after ? { after } : {}) })
      seen.push(...threads.map(({ id }) => id))
      expect(next === null).toBe(page === 3)
      after = next ?? undefined
      await store.write(sampleWrite({ updatedAt: 6 + page }))
    }
    expect(seen.toSorted()).toEqual(writes.map(({ threadId }) => threadId).toSorted())
  })

  it('has no next page when the last one is just full', async () => {
    const { store } = subject()
    await store.write(sampleWrite())
    await store.write(sampleWrite())
    expect((await store.listThreads({ userId: 'ada', limit: 2 })).next).toBeNull()
  })

  it.each(['', 'x', '{}', '[]', 'WzFd', Buffer.from('["1","2"]').toString('base64url'), "' or 1=1 --"])(
    'refuses a place in the list that it did not give: %j',
    async (after) => {
      const { store } = subject()
      await expect(store.listThreads({ userId: 'ada', limit: 2, after })).rejects.toMatchObject({ code: 'bad_request' })
    },
  )

  it.each([
    ['opening', 'Opening hours', true],
    ['HOURS open', 'Opening hours', true],
    ['  hours  ', 'Opening hours', true],
    ['   ', 'Opening hours', true],
    ['closing', 'Opening hours', false],
    ['opening x', 'Opening hours', false],
    ['ÄRGER', 'ärger', true],
    ['STRASSE', 'Straße', true],
    ['ΟΔΥΣΣΕΥΣ', 'Οδυσσεύς'.normalize('NFD').replaceAll(/\p{M}/gu, ''), true],
    ['привет', 'ПРИВЕТ, мир', true],
    ['cafe\u0301', 'CAFÉ', true],
    ['100%', '100% sure', true],
    ['100%', '100 sure', false],
    ['%', 'anything', false],
    ['_', 'anything', false],
    ['a_b', 'A_B', true],
    ['a_b', 'axb', false],
    ['\\', 'back\\slash', true],
    ['\\', 'backslash', false],
    ['\\%', '\\%', true],
    ["o'brien", "O'Brien", true],
    ['😀', 'hi 😀', true],
    ['*', 'no glob', false],
    ['東京', '東京の天気', true],
  ])('searching %j in %j: %j', async (search, title, isFound) => {
    const { store } = subject()
    await store.write(sampleWrite({ title }))
    await store.write(sampleWrite({ title: null }))
    const { threads } = await store.listThreads({ userId: 'ada', limit: 10, search })
    expect(threads.some((thread) => thread.title === title)).toBe(isFound)
  })

  it('counts the questions that are open', async () => {
    const { store } = subject()
    const ask = (status: string) => ({ kind: 'asks' as const, position: 1, item: { id: newId(), status } as never })
    const other = { kind: 'actions' as const, position: 1, item: { id: newId(), status: 'open' } as never }
    const first = sampleWrite({ title: 'Asks', pieces: [ask('open'), ask('answered'), ask('open'), other] })
    await store.write(first)
    await store.write(sampleWrite({ title: 'Asks nothing', pieces: [ask('expired')] }))
    const { threads } = await store.listThreads({ userId: 'ada', limit: 10 })
    expect(Object.fromEntries(threads.map(({ title, openAsks }) => [title, openAsks]))).toMatchObject({
      Asks: 2,
      'Asks nothing': 0,
    })
  })

  it('pages through what a search finds', async () => {
    const { store } = subject()
    for (const title of ['a 1', 'b', 'a 2', 'a 3']) await store.write(sampleWrite({ title }))
    const first = await store.listThreads({ userId: 'ada', limit: 2, search: 'a' })
    const second = await store.listThreads({ userId: 'ada', limit: 2, search: 'a', after: first.next ?? '' })
    expect(
      [...first.threads, ...second.threads].map(({ title }) => title ?? '').toSorted((a, b) => a.localeCompare(b)),
    ).toEqual(['a 1', 'a 2', 'a 3'])
    expect(second.next).toBeNull()
  })

  it('finds a renamed thread by its new title only', async () => {
    const { store } = subject()
    const write = sampleWrite({ title: 'before' })
    await store.write(write)
    await store.write({ ...write, title: 'after' })
    expect(await titles(subject(), 'before')).toEqual([])
    expect(await titles(subject(), 'after')).toEqual(['after'])
  })

  it.each<[ThreadSummary['activity'], RunState[]]>([
    ['idle', []],
    ['idle', ['queued']],
    ['running', ['running']],
    ['running', ['waiting']],
    ['running', ['stopping']],
    ['running', ['running', 'completed']],
    ['running', ['stopping', 'stopped']],
    ['stopped', ['completed', 'stopped']],
    ['idle', ['stopped', 'completed']],
    ['idle', ['stopped', 'lost']],
    ['idle', ['failed']],
  ])('is %s with runs %j', async (activity, states) => {
    const { store } = subject()
    await store.write(sampleWrite({ runs: placed(states.map((state) => sampleRun({ state }))).toReversed() }))
    const { threads } = await store.listThreads({ userId: 'ada', limit: 1 })
    expect(threads[0]?.activity).toBe(activity)
  })

  it('names the threads with a run that has not ended, each once', async () => {
    const { store } = subject()
    const open: string[] = []
    for (const state of ['queued', 'running', 'waiting', 'stopping'] as const) {
      const write = sampleWrite({
        runs: placed([sampleRun({ state }), sampleRun({ state }), sampleRun({ state: 'completed' })]),
      })
      open.push(write.threadId)
      await store.write(write)
    }
    for (const state of ['stopped', 'completed', 'failed', 'lost'] as const) {
      await store.write(sampleWrite({ runs: placed([sampleRun({ state })]), messages: placed([sampleMessage()]) }))
    }
    expect((await store.threadsWithOpenRuns()).toSorted()).toEqual(open.toSorted())
  })
}

function summary(write: {
  threadId: string
  title: string | null
  createdAt: number
  updatedAt: number
}): ThreadSummary {
  const { threadId, title, createdAt, updatedAt } = write
  return { id: threadId, title, createdAt, updatedAt, activity: 'idle', openAsks: 0 }
}

async function titles({ store }: StoreUnderTest, search: string): Promise<(string | null)[]> {
  const { threads } = await store.listThreads({ userId: 'ada', limit: 10, search })
  return threads.map(({ title }) => title)
}
