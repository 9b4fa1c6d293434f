import { emptyThread, type JsonObject } from '@chatwright/protocol'
import { expect, it } from 'vitest'
import { placed, sampleMessage, sampleRun, sampleStep, sampleWrite } from '../samples.ts'
import type { Subject } from '../store-under-test.ts'

const hostile: [name: string, text: string][] = [
  ['SQL', `'); DROP TABLE threads; --`],
  ['quotes', `"'\`[];\\`],
  ['a NUL', 'before\0after'],
  ['only NULs', '\0\0'],
  ['half an emoji, the first', 'x\uD83D'],
  ['half an emoji, the second', '\uDE00x'],
  ['halves in the wrong order', '\uDE00\uD83D'],
  ['an emoji with joiners', '👩‍👩‍👧‍👦🏳️‍🌈'],
  ['noncharacters', '\uFDD0\uFDD00000\uFFFF\uFFFE'],
  ['controls', '\u0001\u001A\u001A0000\u001B[31m\u007F\u0085\u2028'],
  ['a byte-order mark', '\uFEFFx'],
  ['right to left', '\u202Egnp.exe'],
  ['line ends', 'a\r\nb\rc\n'],
  ['wildcards', '%_*?'],
  ['a key of every object', '__proto__'],
]

/** Whatever stands in a text or an id comes back exactly as it went in, and does no harm on the way. */
export function hostileTests(subject: Subject): void {
  it.each(hostile)('keeps %s in every text', async (_, text) => {
    const { store } = subject()
    const run = sampleRun({
      id: `run ${text}`,
      notice: { by: 'app', text, author: text },
      error: { code: text, message: text },
    })
    const message = sampleMessage({
      id: `message ${text}`,
      runId: run.id,
      text,
      author: text,
      language: text,
      tags: [text],
      metadata: { key: text, [`${text}!`]: [text] },
    })
    const step = sampleStep({
      id: `step ${text}`,
      runId: run.id,
      name: text,
      type: text,
      icon: text,
      showInput: text,
      input: { text, language: text },
      output: { text, language: text },
    })
    const write = sampleWrite({
      threadId: `thread ${text}`,
      userId: `user ${text}`,
      title: text,
      messages: placed([message]),
      steps: placed([step]),
      runs: placed([run]),
      values: { text },
    })
    await store.write(write)
    await store.write({ ...write, seq: 2 })

    expect(await store.readThread(write.threadId)).toStrictEqual({
      userId: write.userId,
      createdAt: write.createdAt,
      updatedAt: write.updatedAt,
      state: { ...emptyThread(write.threadId), seq: 2, title: text, messages: [message], steps: [step], runs: [run] },
      values: { text },
    })
    expect(await store.threadsWithOpenRuns()).toEqual([write.threadId])

    const page = await store.listThreads({ userId: write.userId, limit: 1, search: text })
    expect(page.threads.map(({ id, title }) => [id, title])).toEqual([[write.threadId, text]])

    await store.write({ ...write, messages: [], steps: [], removedMessages: [message.id], removedSteps: [step.id] })
    expect((await store.readThread(write.threadId))?.state).toMatchObject({ messages: [], steps: [] })
    await store.deleteThread(write.threadId)
    expect(await store.readThread(write.threadId)).toBeNull()
  })

  it.each(hostile)('goes on after a page that ends at %s', async (_, text) => {
    const { store } = subject()
    for (const id of [`1 ${text}`, `2 ${text}`]) await store.write(sampleWrite({ threadId: id }))
    const first = await store.listThreads({ userId: 'ada', limit: 1 })
    const second = await store.listThreads({ userId: 'ada', limit: 1, after: first.next ?? '' })
    expect([...first.threads, ...second.threads].map(({ id }) => id)).toEqual([`2 ${text}`, `1 ${text}`])
    expect(second.next).toBeNull()
  })

  it('keeps a text of eight million characters', async () => {
    const { store } = subject()
    const message = sampleMessage({ text: 'Überall 😀 \0'.repeat(700_000) })
    const write = sampleWrite({ messages: placed([message]) })
    await store.write(write)
    const read = await store.readThread(write.threadId)
    // Not toEqual: a difference would be printed.
    expect(read?.state.messages[0]?.text === message.text).toBe(true)
  })

  it('keeps values with keys that an object has of itself', async () => {
    const { store } = subject()
    const values = JSON.parse('{"__proto__":{"a":1},"constructor":2,"toString":[]}') as JsonObject
    const write = sampleWrite({ values })
    await store.write(write)
    const read = await store.readThread(write.threadId)
    expect(JSON.stringify(read?.values)).toBe(JSON.stringify(values))
    expect(({} as { a?: number }).a).toBeUndefined()
  })

  it('searches for two hundred words', async () => {
    const { store } = subject()
    await store.write(sampleWrite({ title: 'a' }))
    const { threads } = await store.listThreads({ userId: 'ada', limit: 1, search: 'a '.repeat(200) })
    expect(threads).toHaveLength(1)
  })
}
