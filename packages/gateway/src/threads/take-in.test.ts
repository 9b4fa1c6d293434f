import { mkdtemp, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { emptyThread, newId, partName, type Element, type Output, type ThreadState } from '@chatwright/protocol'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Files } from '../files/files.ts'
import { dropFiles, takeIn } from './take-in.ts'
import type { Thread } from './thread.ts'

const runId = newId()
let root = ''
let files: Files

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'chatwright-take-in-'))
  files = new Files(root)
})
afterEach(() => rm(root, { recursive: true, force: true }))

const onDisk = (thread: Thread): Promise<string[]> => readdir(files.folder.of(thread.id))

/** A thread as takeIn reads it. */
function threadWith(change: Partial<ThreadState> = {}): Thread {
  const id = newId()
  return { id, state: { ...emptyThread(id), ...change }, services: { files } } as unknown as Thread
}

/** An element whose file a host has just written. */
async function written(thread: Thread, owner: Pick<Element, 'messageId' | 'stepId'>): Promise<Element> {
  const file = { id: newId(), name: 'a', type: 'text/plain', bytes: 1 }
  await mkdir(files.folder.of(thread.id), { recursive: true })
  await writeFile(join(files.folder.of(thread.id), partName(file.id, runId)), 'a')
  const look = { alt: null, language: null, size: 'medium', page: 1, autoPlay: false, display: 'inline' } as const
  return { ...look, ...owner, id: newId(), runId, kind: 'file', name: 'a', source: { type: 'file', file } }
}

const put = (element: Element, isChange?: true): Output => ({
  type: 'element-put',
  runId,
  elementId: element.id,
  element,
  ...(isChange ? { isChange } : {}),
})

it('ELEM-13: refuses what belongs to a message, a step or an element that was removed, and drops its file', async () => {
  const thread = threadWith()
  const owners = [{ messageId: newId() }, { messageId: null, stepId: newId() }]
  for (const owner of owners) {
    const output = put(await written(thread, owner))
    expect(takeIn(thread, output)).toBe('what it belongs to is gone')
    dropFiles(thread, output)
  }
  const change = put(await written(thread, { messageId: null }), true)
  expect(takeIn(thread, change)).toBe('what it belongs to is gone')
  dropFiles(thread, change)
  await expect.poll(() => onDisk(thread)).toEqual([])
})

it('takes in what is of a message that is there, and what is of none', async () => {
  const messageId = newId()
  const thread = threadWith({ messages: [{ id: messageId }] as never })
  const elements = [await written(thread, { messageId }), await written(thread, { messageId: null })]
  for (const element of elements) expect(takeIn(thread, put(element))).toEqual(put(element))
  const ids = elements.map(({ source }) => (source.type === 'file' ? source.file.id : ''))
  expect((await onDisk(thread)).toSorted()).toEqual(ids.toSorted())
  const missing = { ...elements[0], source: { type: 'file', file: { id: newId() } } } as Element
  expect(takeIn(thread, put(missing))).toBe('its file is not there')
})

it('SIDE-01: a panel that is open under the key keeps what it has; the files of what would replace that are dropped', async () => {
  const panel = { id: 'x', runId, title: '', key: 'plans', layout: 'panel', elementIds: [], isOpen: true, turn: 1 }
  const thread = threadWith({ panels: [panel] as never })
  const element = await written(thread, { messageId: null })
  const open = { type: 'panel-open', runId, key: 'plans', title: 'Plans', elements: [element] } as const
  expect(takeIn(thread, { ...open, elements: [element] })).toEqual({
    type: 'panel-open',
    runId,
    key: 'plans',
    title: 'Plans',
  })
  await expect.poll(() => onDisk(thread)).toEqual([])
  const gone = await written(thread, { messageId: null })
  await rm(files.folder.of(thread.id), { recursive: true })
  const there = await written(thread, { messageId: null })
  expect(takeIn(thread, { type: 'panel-open', runId, key: 'other', elements: [gone, there] })).toMatchObject({
    elements: [{ id: there.id }],
  })
})
