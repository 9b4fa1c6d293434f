import { newId, type UndoRecord } from '@chatwright/protocol'
import { expect, it } from 'vitest'
import { sampleWrite } from '../samples.ts'
import type { Subject } from '../store-under-test.ts'

function sampleUndo(fields: Partial<UndoRecord> = {}): UndoRecord {
  return {
    id: newId(),
    threadId: newId(),
    runId: newId(),
    name: 'release-gpu',
    args: { id: 'gpu-3', tries: [1, null] },
    order: 0,
    at: 1_790_000_000_000,
    ...fields,
  }
}

/** What an app wants undone is kept until it is removed. */
export function undoTests(subject: Subject): void {
  it('gives undos back as they were, in the order in which they were registered', async () => {
    const { store } = subject()
    const later = sampleUndo({ at: 1_790_000_000_001 })
    const second = sampleUndo({ order: 10, args: null })
    const { args: _args, ...first } = sampleUndo({ order: 9 })
    for (const undo of [later, second, first]) await store.putUndo(undo)
    expect(await store.undos()).toEqual([first, second, later])
    await store.removeUndo(second.id)
    await store.removeUndo(second.id)
    expect(await store.undos()).toEqual([first, later])
  })

  it('leaves one that is there already as it is', async () => {
    const { store } = subject()
    const undo = sampleUndo()
    await store.putUndo(undo)
    await store.putUndo({ ...undo, args: 'other' })
    expect(await store.undos()).toEqual([undo])
  })

  it('keeps them when their thread is deleted, and gives them to another store on the same data', async ({ skip }) => {
    const { store, again } = subject()
    const write = sampleWrite()
    await store.write(write)
    const undo = sampleUndo({ threadId: write.threadId })
    await store.putUndo(undo)
    await store.deleteThread(write.threadId)
    expect(await store.undos()).toEqual([undo])
    if (!again) return skip()
    await store.close()
    const second = again()
    await second.open()
    expect(await second.undos()).toEqual([undo])
    await second.close()
  })

  it('answers nothing after it is closed', async () => {
    const { store } = subject()
    await store.close()
    const unavailable = { code: 'store_unavailable' }
    await expect(store.putUndo(sampleUndo())).rejects.toMatchObject(unavailable)
    await expect(store.removeUndo('x')).rejects.toMatchObject(unavailable)
    await expect(store.undos()).rejects.toMatchObject(unavailable)
  })
}
