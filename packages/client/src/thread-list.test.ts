import type { Answer, ThreadSummary } from '@chatwright/protocol'
import { describe, expect, it } from 'vitest'
import { startPair, type Pair } from './testing/start-client.ts'
import { pass, waitUntil } from './testing/wait-until.ts'

const summary = (number: number): ThreadSummary => ({
  id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
  title: `Thread ${number}`,
  createdAt: number,
  updatedAt: number,
  activity: 'idle',
  openAsks: 0,
})

/** A server with these threads, in pages of 3. */
function serve({ server }: Pair, all: () => ThreadSummary[]): void {
  server.script = ({ name, body }) => {
    if (name !== 'listThreads') return undefined
    const search = (body['search'] as string | undefined) ?? ''
    const found = all()
      .filter((thread) => (thread.title ?? '').includes(search))
      .sort((a, b) => b.updatedAt - a.updatedAt)
    const from = Number(body['after'] ?? 0)
    const next = from + 3 < found.length ? String(from + 3) : null
    return { ok: true, result: { threads: found.slice(from, from + 3), next } }
  }
}

async function startList() {
  const pair = await startPair()
  const all = [1, 2, 3, 4, 5, 6, 7].map(summary)
  serve(pair, () => all)
  const { threads: list } = pair.client
  list.load()
  await waitUntil('the list is there', () => list.getSnapshot().status === 'ready')
  const titles = () => list.getSnapshot().threads.map((thread) => thread.title)
  return { pair, all, list, titles, [Symbol.asyncDispose]: () => pair[Symbol.asyncDispose]() }
}

const refusal: Answer<'renameThread'> = { ok: false, error: { code: 'forbidden', message: 'No.' } }

describe('thread list', () => {
  it('loads pages, newest first, each thread once', async () => {
    await using started = await startList()
    const { list, titles } = started
    list.load()
    expect(titles()).toEqual(['Thread 7', 'Thread 6', 'Thread 5'])
    expect(list.getSnapshot().hasMore).toBe(true)
    list.more()
    list.more()
    await waitUntil('there are more', () => titles().length === 6)
    list.more()
    await waitUntil('all are there', () => titles().length === 7)
    expect(list.getSnapshot().hasMore).toBe(false)
    expect(started.pair.server.commands('listThreads')).toHaveLength(3)
  })

  it('searches; an answer that comes too late is not shown', async () => {
    await using started = await startList()
    const { list, titles } = started
    list.search('Thread 1')
    list.search('Thread 2')
    expect(list.getSnapshot().status).toBe('loading')
    await waitUntil('it is found', () => list.getSnapshot().status === 'ready')
    await pass(30)
    expect(titles()).toEqual(['Thread 2'])
    list.search('')
    await waitUntil('all are back', () => titles().length === 3)
  })

  it('follows what changes', async () => {
    await using started = await startList()
    const { pair, list, titles } = started
    const before = list.getSnapshot().threads
    pair.server.emit('thread-changed', { thread: { ...summary(6), updatedAt: 10, activity: 'running' } })
    pair.server.emit('thread-changed', { thread: { ...summary(8), updatedAt: 9 } })
    pair.server.emit('thread-changed', { deleted: summary(5).id })
    await waitUntil('it is shown', () => titles().join() === 'Thread 6,Thread 8,Thread 7')
    expect(list.getSnapshot().threads.at(-1)).toBe(before[0])
  })

  it('learns after a reconnect what it was not told, and keeps the pages it has', async () => {
    await using started = await startList()
    const { pair, all, list, titles } = started
    list.more()
    await waitUntil('there are more', () => titles().length === 6)
    all.push(summary(8))
    pair.server.cut()
    await waitUntil('the new one is there', () => titles()[0] === 'Thread 8')
    expect(titles()).toEqual([8, 7, 6, 5, 4, 3, 2].map((number) => `Thread ${number}`))
    expect(list.getSnapshot().hasMore).toBe(true)
  })

  it('renames at once, and takes it back when the server refuses', async () => {
    await using started = await startList()
    const { pair, list, titles } = started
    const { script } = pair.server
    pair.server.thread(summary(7).id)
    const renamed = list.rename(summary(7).id, ' Holiday ')
    expect(titles()[0]).toBe('Holiday')
    await renamed
    expect(titles()[0]).toBe('Holiday')
    pair.server.script = (received) => (received.name === 'renameThread' ? refusal : script(received))
    const refused = list.rename(summary(7).id, 'Other')
    expect(titles()[0]).toBe('Other')
    await expect(refused).rejects.toMatchObject({ code: 'forbidden' })
    expect(titles()[0]).toBe('Holiday')
  })

  it('deletes at once, and puts it back when the server refuses', async () => {
    await using started = await startList()
    const { pair, list, titles } = started
    const { script } = pair.server
    const ok: Answer<'deleteThread'> = { ok: true, result: {} }
    pair.server.script = (received) => {
      if (received.name !== 'deleteThread') return script(received)
      return received.body.threadId === summary(7).id ? refusal : ok
    }
    const refused = list.delete(summary(7).id)
    const done = list.delete(summary(6).id)
    expect(titles()).toEqual(['Thread 5'])
    await expect(refused).rejects.toMatchObject({ code: 'forbidden' })
    await done
    expect(titles()).toEqual(['Thread 7', 'Thread 5'])
  })

  it('says why it could not be loaded, and loads when asked again', async () => {
    await using pair = await startPair()
    const { threads: list } = pair.client
    pair.server.script = () => ({ ok: false, error: { code: 'internal', message: 'Something went wrong.' } })
    list.load()
    await waitUntil('it failed', () => list.getSnapshot().status === 'error')
    expect(list.getSnapshot().error).toEqual({ code: 'internal', message: 'Something went wrong.' })
    serve(pair, () => [summary(1)])
    list.load()
    await waitUntil('it is there', () => list.getSnapshot().threads.length === 1)
  })
})
