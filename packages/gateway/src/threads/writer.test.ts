import {
  apply,
  emptyThread,
  newId,
  type Message,
  type ThreadEvent,
  type ThreadRecord,
  type ThreadState,
} from '@chatwright/protocol'
import { describe, expect, it } from 'vitest'
import { createLogger } from '../logger.ts'
import { MemoryStore } from '../testing/memory-store.ts'
import { Turns } from './turns.ts'
import { Writer } from './writer.ts'

const runId = newId()

function message(id: string, text = ''): Message {
  return {
    id,
    runId,
    parentId: null,
    role: 'assistant',
    author: 'A',
    text,
    language: null,
    status: 'streaming',
    isError: false,
    createdAt: 0,
    metadata: {},
    tags: [],
  }
}

function setUp(isStarted = true) {
  const store = new MemoryStore()
  const threadId = newId()
  let state: ThreadState = emptyThread(threadId)
  const writer = new Writer({ threadId, userId: 'u', createdAt: 1 }, () => state, isStarted, {
    store,
    logger: createLogger('silent'),
    turns: new Turns(),
  })
  const add = (record: ThreadRecord): void => {
    const event: ThreadEvent = { ...record, seq: state.seq + 1, at: 5 }
    const before = state
    state = apply(state, event)
    writer.note(event, before, state)
  }
  return { store, threadId, writer, add, read: () => state }
}

describe('Writer', () => {
  it('stores what was noted before flush resolves', async () => {
    const { store, threadId, writer, add, read } = setUp()
    const id = newId()
    add({ type: 'message-start', runId, messageId: id, message: message(id) })
    add({ type: 'message-delta', runId, messageId: id, text: 'half' })
    await writer.flush()
    expect(store.threads.get(threadId)?.state).toEqual(read())
  })

  it('keeps a thread back until somebody said something', async () => {
    const { store, threadId, writer, add } = setUp(false)
    const id = newId()
    add({ type: 'message-end', runId, messageId: id, message: message(id, 'welcome') })
    await writer.flush()
    expect(store.threads.has(threadId)).toBe(false)
    writer.begin()
    await writer.flush()
    expect(store.threads.get(threadId)?.state.messages[0]?.text).toBe('welcome')
  })

  it('brings partial text to the store by itself within about a second', async () => {
    const { store, threadId, writer, add } = setUp()
    const id = newId()
    add({ type: 'message-start', runId, messageId: id, message: message(id) })
    await writer.flush()
    add({ type: 'message-delta', runId, messageId: id, text: 'partial' })
    await expect.poll(() => store.threads.get(threadId)?.state.messages[0]?.text, { timeout: 5_000 }).toBe('partial')
  })

  it('never writes two at a time, and the last flush has everything', async () => {
    const { store, threadId, writer, add, read } = setUp()
    store.delayMs = 20
    const id = newId()
    add({ type: 'message-start', runId, messageId: id, message: message(id) })
    const flushes = []
    for (let count = 0; count < 20; count++) {
      add({ type: 'message-delta', runId, messageId: id, text: `${count} ` })
      flushes.push(writer.flush())
    }
    await Promise.all(flushes)
    expect(store.threads.get(threadId)?.state).toEqual(read())
    const seqs = store.writes.map((write) => write.seq)
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b))
    expect(store.writes.length).toBeLessThan(6)
  })

  it('loses nothing when the store fails: tries again, and a failed write is part of the next', async () => {
    const { store, threadId, writer, add, read } = setUp()
    store.failures = 2
    const id = newId()
    add({ type: 'message-end', runId, messageId: id, message: message(id, 'kept') })
    await writer.flush()
    expect(store.threads.get(threadId)?.state).toEqual(read())
    store.failures = 4
    const other = newId()
    add({ type: 'message-end', runId, messageId: other, message: message(other, 'also kept') })
    await expect(writer.flush()).rejects.toThrow('disk is full')
    await writer.flush()
    expect(store.threads.get(threadId)?.state.messages).toHaveLength(2)
  })

  it('removes what was taken back, also when it comes again', async () => {
    const { store, threadId, writer, add } = setUp()
    const id = newId()
    add({ type: 'message-end', runId, messageId: id, message: message(id, 'one') })
    await writer.flush()
    add({ type: 'message-remove', runId, messageId: id })
    await writer.flush()
    expect(store.threads.get(threadId)?.state.messages).toEqual([])
    add({ type: 'message-end', runId, messageId: id, message: message(id, 'two') })
    await writer.flush()
    expect(store.threads.get(threadId)?.state.messages[0]?.text).toBe('two')
  })

  it('writes nothing after a thread was deleted', async () => {
    const { store, threadId, writer, add } = setUp()
    const id = newId()
    add({ type: 'message-end', runId, messageId: id, message: message(id, 'late') })
    await writer.abandon()
    await writer.flush()
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(store.threads.has(threadId)).toBe(false)
  })
})
