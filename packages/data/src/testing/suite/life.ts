import { describe, expect, it } from 'vitest'
import { placed, sampleMessage, sampleRun, sampleWrite } from '../samples.ts'
import type { Subject } from '../store-under-test.ts'

/** Opening, closing, failing, and going on. */
export function lifeTests(subject: Subject): void {
  it('opens once, however often it is asked to', async () => {
    const { store } = subject()
    const write = sampleWrite()
    await store.write(write)
    await Promise.all([store.open(), store.open()])
    expect(await store.readThread(write.threadId)).not.toBeNull()
  })

  it('answers nothing after it is closed, and closes twice', async () => {
    const { store } = subject()
    await store.close()
    await store.close()
    const unavailable = { code: 'store_unavailable' }
    await expect(store.write(sampleWrite())).rejects.toMatchObject(unavailable)
    await expect(store.readThread('x')).rejects.toMatchObject(unavailable)
    await expect(store.deleteThread('x')).rejects.toMatchObject(unavailable)
    await expect(store.listThreads({ userId: 'ada', limit: 1 })).rejects.toMatchObject(unavailable)
    await expect(store.threadsWithOpenRuns()).rejects.toMatchObject(unavailable)
  })

  it('can be opened again', async () => {
    const { store } = subject()
    await store.close()
    await store.open()
    const write = sampleWrite()
    await store.write(write)
    expect(await store.readThread(write.threadId)).not.toBeNull()
  })

  it('writes a thread whole or not at all', async () => {
    const { store } = subject()
    const before = sampleMessage({ text: 'before' })
    const write = sampleWrite({ messages: placed([before]), values: { a: 1 } })
    await store.write(write)
    const broken = sampleMessage({ text: undefined as unknown as string })
    await expect(
      store.write({
        ...write,
        seq: 2,
        title: 'after',
        messages: placed([{ ...before, text: 'after' }, broken]),
        runs: placed([sampleRun()]),
        values: { a: 2 },
      }),
    ).rejects.toThrow()
    expect(await store.readThread(write.threadId)).toMatchObject({
      state: { seq: 1, title: 'Opening hours', messages: [before], runs: [] },
      values: { a: 1 },
    })
    await store.write({ ...write, seq: 3 })
    expect(await store.readThread(write.threadId)).toMatchObject({ state: { seq: 3 } })
  })

  it('says that it is full, keeps what it had, and goes on when there is room again', async ({ skip }) => {
    const { store, fill } = subject()
    if (!fill) return skip()
    const write = sampleWrite({ messages: placed([sampleMessage()]) })
    await store.write(write)
    const before = await store.readThread(write.threadId)
    const empty = fill()
    const big = { ...write, seq: 2, messages: placed([sampleMessage({ text: 'x'.repeat(2_000_000) })], 5) }
    for (let attempt = 0; attempt < 3; attempt++) {
      const error: unknown = await store.write(big).catch((reason: unknown) => reason)
      expect(error).toMatchObject({ code: 'store_unavailable', message: 'The database is full.' })
      expect(error).toHaveProperty('cause')
      expect(await store.readThread(write.threadId)).toEqual(before)
    }
    empty()
    await store.write(big)
    expect((await store.readThread(write.threadId))?.state.messages).toHaveLength(2)
  })

  describe('after it was closed', () => {
    it('gives back what was written, to another store on the same data', async ({ skip }) => {
      const { store, again } = subject()
      if (!again) return skip()
      const run = sampleRun()
      const write = sampleWrite({ runs: placed([run]), messages: placed([sampleMessage({ runId: run.id })]) })
      await store.write(write)
      const before = await store.readThread(write.threadId)
      await store.close()
      const second = again()
      await second.open()
      try {
        expect(await second.readThread(write.threadId)).toEqual(before)
        expect(await second.threadsWithOpenRuns()).toEqual([write.threadId])
        await second.write({ ...write, seq: 2 })
      } finally {
        await second.close()
      }
    })

    it('is another’s only then', async ({ skip }) => {
      const { store, again } = subject()
      if (!again) return skip()
      const second = again()
      const error: unknown = await second.open().catch((reason: unknown) => reason)
      expect(error).toMatchObject({ code: 'store_locked' })
      expect((error as { fix: string }).fix).toMatch(/\w/)
      const write = sampleWrite()
      await store.write(write)
      await store.close()
      await second.open()
      expect(await second.readThread(write.threadId)).not.toBeNull()
      await expect(store.open()).rejects.toMatchObject({ code: 'store_locked' })
      await second.close()
      await store.open()
    })
  })
}
