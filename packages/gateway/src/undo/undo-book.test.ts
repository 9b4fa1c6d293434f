import { newId, type ToHost, type UndoRecord } from '@chatwright/protocol'
import { expect, it } from 'vitest'
import { createLogger } from '../logger.ts'
import { MemoryStore } from '../testing/memory-store.ts'
import { UndoBook } from './undo-book.ts'
import type { UndoHost } from './undo-entry.ts'

const runId = newId()

function undo(name: string, order: number): UndoRecord {
  return { id: newId(), threadId: newId(), runId, name, order, at: 1_790_000_000_000 }
}

/** A host that answers as it is told, and can end. */
class ToldHost implements UndoHost {
  status: UndoHost['status'] = 'ready'
  ended: Promise<void> = Promise.resolve()
  readonly heard: string[] = []
  answers: (undo: UndoRecord) => void = () => {}

  blockedMs(): number {
    return 0
  }

  post(frame: ToHost): void {
    if (frame.type === 'undo-noted') this.heard.push('noted')
    if (frame.type !== 'undo') return
    this.heard.push(frame.undo.name)
    this.answers(frame.undo)
  }

  kill(): Promise<void> {
    return Promise.resolve()
  }
}

function makeBook(store: MemoryStore = new MemoryStore()) {
  const logs: { msg: string }[] = []
  let wanted = 0
  const logger = createLogger('debug', { write: (line) => logs.push(JSON.parse(line) as { msg: string }) })
  const book = new UndoBook({ store, logger, whenReady: () => wanted++ })
  const answering = (): ToldHost => {
    const host = new ToldHost()
    host.answers = ({ id }) => {
      book.onFrame(host, { type: 'undone', undoId: id, outcome: 'done', detail: null })
    }
    return host
  }
  return { book, store, logs, answering, wanted: () => wanted }
}

it('notes an undo when it is stored, and forgets it when its host has done it', async () => {
  const { book, store, answering } = makeBook()
  const host = answering()
  const record = undo('a', 0)
  book.onFrame(host, { type: 'undo-add', undo: record })
  await expect.poll(() => host.heard).toEqual(['noted'])
  expect([...store.kept.keys()]).toEqual([record.id])
  book.onFrame(host, { type: 'undo-drop', undoId: record.id })
  await book.close()
  expect(store.kept.size).toBe(0)
})

it('notes it all the same when the store cannot take it, and says what that means', async () => {
  const store = new MemoryStore()
  store.putUndo = () => Promise.reject(new Error('the disk is full'))
  const { book, logs, answering } = makeBook(store)
  const host = answering()
  book.onFrame(host, { type: 'undo-add', undo: undo('a', 0) })
  await expect.poll(() => host.heard).toEqual(['noted'])
  expect(logs.map(({ msg }) => msg)).toContain('undo a cannot be stored; it is lost if this process dies')

  const other = answering()
  book.onReady(other)
  host.status = 'gone'
  book.onGone(host)
  await expect.poll(() => other.heard).toEqual(['a'])
})

it('waits until the lost host has really ended, and takes its last word into account', async () => {
  const { book, store, answering, wanted } = makeBook()
  const host = answering()
  let end = (): void => {}
  host.ended = new Promise((resolve) => (end = resolve))
  const [done, left, late] = [undo('done', 0), undo('left', 1), undo('late', 2)]
  for (const record of [done, left]) book.onFrame(host, { type: 'undo-add', undo: record })
  const other = answering()
  book.onReady(other)
  host.status = 'gone'
  book.onGone(host)
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(other.heard).toEqual([])
  book.onFrame(host, { type: 'undo-add', undo: late })
  book.onFrame(host, { type: 'undo-drop', undoId: done.id })
  end()
  await expect.poll(() => other.heard).toEqual(['late', 'left'])
  await expect.poll(() => store.kept.size).toBe(0)
  expect(wanted()).toBe(0)
})

it('asks for a host when there is none, and keeps what the app does not know for one that does', async () => {
  const { book, store, logs, answering, wanted } = makeBook()
  const record = undo('renamed', 0)
  await store.putUndo(record)
  await book.recover()
  const old = new ToldHost()
  old.answers = ({ id }) => book.onFrame(old, { type: 'undone', undoId: id, outcome: 'unknown', detail: null })
  book.onReady(old)
  await expect
    .poll(() => logs.map(({ msg }) => msg))
    .toContain('undo renamed is not declared by this app; it is kept for one that does')
  expect(old.heard).toEqual(['renamed'])
  expect(store.kept.size).toBe(1)
  old.status = 'leaving'
  const added = undo('second', 1)
  const lost = new ToldHost()
  lost.status = 'gone'
  book.onFrame(lost, { type: 'undo-add', undo: added })
  await expect.poll(wanted).toBe(1)
  const fresh = answering()
  book.onReady(fresh)
  await expect.poll(() => fresh.heard).toEqual(['second', 'renamed'])
  await expect.poll(() => store.kept.size).toBe(0)
})

it('asks nobody once it is closed: what is left is for the next start', async () => {
  const { book, store, logs, answering } = makeBook()
  const host = answering()
  book.onReady(host)
  const holder = answering()
  book.onFrame(holder, { type: 'undo-add', undo: undo('a', 0) })
  await book.close()
  holder.status = 'gone'
  book.onGone(holder)
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(host.heard).toEqual([])
  expect(store.kept.size).toBe(1)
  expect(logs.at(-1)?.msg).toBe('undos are left for the next start')
})
