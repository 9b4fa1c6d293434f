import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { emptyThread, newId, type Ask, type Element, type FileInfo, type ThreadState } from '@chatwright/protocol'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Files } from './files.ts'

const threadId = newId()
const file: FileInfo = { id: newId(), name: 'note.txt', type: 'text/plain', bytes: 5 }
const runId = newId()
const messageId = newId()

const element: Element = {
  id: file.id,
  runId,
  messageId,
  kind: 'file',
  name: file.name,
  display: 'inline',
  source: { type: 'file', file },
  alt: null,
  language: null,
  size: 'medium',
  page: 1,
  autoPlay: false,
}

const ask: Ask = {
  id: newId(),
  runId,
  messageId,
  kind: 'files',
  options: [],
  rules: { accept: [], maxFiles: 2, maxBytes: 10 },
  status: 'answered',
  answer: { type: 'files', files: [file] },
  askedAt: 0,
  expiresAt: null,
  endedAt: 0,
}

const answered: ThreadState = { ...emptyThread(threadId), asks: [ask], elements: [element] }

describe('the file that answers a question', () => {
  let root = ''
  let files: Files
  const onDisk = (): Promise<string[]> => readdir(join(root, threadId)).catch(() => [])

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'files-'))
    files = new Files(root)
    await files.asks.receive(threadId, { ...ask, status: 'open', answer: null }, incoming(file.id, 'words'), look)
    files.asks.close(threadId, ask.id, [file])
  })
  afterEach(() => rm(root, { recursive: true, force: true }))

  const look = (): Promise<void> => Promise.resolve()
  const incoming = (fileId: string, content: string) => {
    const body = new Blob([content]).stream() as ReadableStream<Uint8Array>
    return { fileId, name: 'note.txt', type: 'text/plain', bytes: content.length, body }
  }

  it('is found as long as its element is there, and goes from the disk with it, whatever the answer says', async () => {
    expect(await files.find(answered, file.id)).toEqual(file)
    files.release(answered, { ...answered, elements: [{ ...element, id: newId() }] })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await onDisk()).toEqual([file.id])
    files.release(answered, { ...answered, elements: [] })
    await vi.waitFor(async () => expect(await onDisk()).toEqual([]))
  })

  it('writes over nothing: what is on the disk, whole or on its way, keeps its id to itself', async () => {
    const other: Ask = { ...ask, id: newId(), status: 'open', answer: null }
    await writeFile(join(root, threadId, `${newId()}.x.part`), '')
    const taken = [file.id]
    const [name] = (await onDisk()).filter((one) => one.endsWith('.part'))
    taken.push((name ?? '').split('.')[0] ?? '')
    for (const id of taken) {
      await expect(files.asks.receive(threadId, other, incoming(id, 'more'), look)).rejects.toMatchObject({
        code: 'id_taken',
      })
    }
    // One that was refused takes no place.
    for (const id of [newId(), newId()]) await files.asks.receive(threadId, other, incoming(id, 'more'), look)
    expect(await onDisk()).toHaveLength(4)
  })
})
