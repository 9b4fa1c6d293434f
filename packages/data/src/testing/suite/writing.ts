import { emptyThread, newId } from '@chatwright/protocol'
import { expect, it } from 'vitest'
import { placed, sampleMessage, sampleRun, sampleStep, sampleWrite } from '../samples.ts'
import type { Subject } from '../store-under-test.ts'

/** What is written is read back; what is replaced, removed and deleted. */
export function writingTests(subject: Subject): void {
  it('gives back every field of a thread', async () => {
    const { store } = subject()
    const run = sampleRun({
      kind: 'resume',
      state: 'failed',
      messageId: newId(),
      startedAt: 1.5,
      endedAt: 8_640_000_000_000_000,
      cause: 'timeout',
      notice: { by: 'app', text: { en: 'Stopped.', de: 'Angehalten.' }, author: 'Concierge' },
      error: { code: 'handler_failed', message: 'It broke.', errorId: 'e1' },
    })
    const message = sampleMessage({
      runId: run.id,
      parentId: newId(),
      role: 'system',
      language: 'python',
      status: 'failed',
      isError: true,
      createdAt: 9_007_199_254_740_992,
      command: 'picture',
      args: { size: 2, words: ['ä', ''], on: false, none: null },
      modes: { model: 'slow', größe: '' },
      metadata: { deep: [{ a: null, b: [true, 1.25, 'x'] }], '': '' },
      tags: ['a', '', 'ä'],
    })
    // What was not chosen is not there either: neither null nor empty.
    const plain = sampleMessage({ runId: null, text: '' })
    const inMode = sampleMessage({ role: 'user', modes: {} })
    const step = sampleStep({
      runId: run.id,
      parentId: newId(),
      status: 'done',
      output: { text: 'nine', language: 'text' },
      showInput: false,
      defaultOpen: true,
      autoCollapse: false,
      icon: 'search',
      endedAt: 1_790_000_000_001.25,
      metadata: { a: 1 },
      tags: ['t'],
    })
    const languageStep = sampleStep({ showInput: 'json' })
    const write = sampleWrite({
      seq: 42,
      createdAt: 0,
      updatedAt: 7.5,
      messages: placed([message, plain, inMode]),
      steps: placed([step, languageStep]),
      runs: placed([run]),
      values: { count: 3, list: [], nested: { on: false } },
    })
    await store.write(write)

    expect(await store.readThread(write.threadId)).toStrictEqual({
      userId: 'ada',
      createdAt: 0,
      updatedAt: 7.5,
      state: {
        ...emptyThread(write.threadId),
        seq: 42,
        title: 'Opening hours',
        messages: [message, plain, inMode],
        steps: [step, languageStep],
        runs: [run],
      },
      values: { count: 3, list: [], nested: { on: false } },
    })
  })

  it('keeps the smaller things by kind, in order, and the branch; a change keeps the place', async () => {
    const { store } = subject()
    const [askId, laterId, actionId, branchId] = [newId(), newId(), newId(), newId()]
    const write = sampleWrite({
      branchId,
      pieces: [
        { kind: 'asks', position: 9, item: { id: laterId } },
        { kind: 'actions', position: 4, item: { id: actionId, label: 'Ja, „gern“' } as never },
        { kind: 'asks', position: 3, item: { id: askId, status: 'open' } as never },
        // the same id in another list is another thing
        { kind: 'taskLists', position: 5, item: { id: askId } },
      ],
    })
    await store.write(write)
    await store.write({
      ...write,
      branchId: null,
      pieces: [{ kind: 'asks', position: 99, item: { id: askId, status: 'answered' } as never }],
      removedPieces: [
        { kind: 'taskLists', id: askId },
        { kind: 'actions', id: newId() },
      ],
    })
    expect((await store.readThread(write.threadId))?.state).toMatchObject({
      branchId: null,
      asks: [{ id: askId, status: 'answered' }, { id: laterId }],
      actions: [{ id: actionId, label: 'Ja, „gern“' }],
      taskLists: [],
      branches: [],
    })
    await store.deleteThread(write.threadId)
    await store.write({ ...write, pieces: [] })
    expect((await store.readThread(write.threadId))?.state).toMatchObject({ asks: [], actions: [], branchId })
  })

  it('keeps a question whole: its words for how it ended, and the file that answers it under one id', async () => {
    const { store } = subject()
    const file = { id: newId(), name: 'ä.csv', type: 'text/csv', bytes: 3 }
    const ask = {
      id: newId(),
      kind: 'files',
      status: 'answered',
      answer: { type: 'files', files: [file] },
      outcome: { answered: { en: 'Thanks', de: '„Danke“' }, expired: '' },
    }
    const element = { id: file.id, messageId: newId(), source: { type: 'file', file } }
    const pieces = [
      { kind: 'asks' as const, position: 2, item: ask },
      { kind: 'elements' as const, position: 3, item: element },
    ]
    const write = sampleWrite({ pieces })
    await store.write(write)
    const { asks, elements } = (await store.readThread(write.threadId))?.state ?? {}
    expect({ asks, elements }).toStrictEqual({ asks: [ask], elements: [element] })
  })

  it('knows nothing of a thread that is not there', async () => {
    const { store } = subject()
    expect(await store.readThread(newId())).toBeNull()
    await store.deleteThread(newId())
  })

  it('reads in the order of positions, numerically, whatever the order of writes', async () => {
    const { store } = subject()
    const messages = Array.from({ length: 12 }, () => sampleMessage())
    const inOrder = placed(messages)
    const write = sampleWrite({ messages: inOrder.toReversed() })
    await store.write(write)
    const read = await store.readThread(write.threadId)
    expect(read?.state.messages.map(({ id }) => id)).toEqual(messages.map(({ id }) => id))
  })

  it('keeps what was said beside the words, and what a message was said in place of', async () => {
    const { store } = subject()
    const said = sampleMessage({
      role: 'user',
      command: 'picture',
      args: { count: 2 },
      modes: { model: 'slow' },
      replaces: newId(),
      firstRunId: newId(),
    })
    const write = sampleWrite({ messages: placed([said]) })
    await store.write(write)
    expect((await store.readThread(write.threadId))?.state.messages).toEqual([said])
  })

  it('replaces by id and keeps the first position', async () => {
    const { store } = subject()
    const [first, second] = [sampleMessage({ text: 'a' }), sampleMessage({ text: 'b' })]
    const [run, otherRun] = [sampleRun(), sampleRun()]
    const [step, otherStep] = [sampleStep(), sampleStep()]
    const write = sampleWrite({
      messages: placed([first, second]),
      steps: placed([step, otherStep]),
      runs: placed([run, otherRun]),
    })
    await store.write(write)
    await store.write({
      ...write,
      seq: 99,
      title: null,
      updatedAt: 5,
      messages: [{ position: 90, item: { ...first, text: 'a, longer' } }],
      steps: [{ position: 91, item: { ...step, status: 'done', endedAt: 2 } }],
      runs: [{ position: 92, item: { ...run, state: 'completed', endedAt: 3 } }],
    })
    const read = await store.readThread(write.threadId)
    expect(read).toMatchObject({ updatedAt: 5, state: { seq: 99, title: null } })
    expect(read?.state.messages).toEqual([{ ...first, text: 'a, longer' }, second])
    expect(read?.state.steps).toEqual([{ ...step, status: 'done', endedAt: 2 }, otherStep])
    expect(read?.state.runs).toEqual([{ ...run, state: 'completed', endedAt: 3 }, otherRun])
  })

  it('keeps a thread with whom it was first written for', async () => {
    const { store } = subject()
    const write = sampleWrite({ createdAt: 10 })
    await store.write(write)
    await store.write({ ...write, userId: 'eve', createdAt: 20 })
    expect(await store.readThread(write.threadId)).toMatchObject({ userId: 'ada', createdAt: 10 })
  })

  it('removes what was taken back, and nothing else', async () => {
    const { store } = subject()
    const [gone, stays] = [sampleMessage(), sampleMessage()]
    const [goneStep, step] = [sampleStep(), sampleStep()]
    const write = sampleWrite({ messages: placed([gone, stays]), steps: placed([goneStep, step]) })
    await store.write(write)
    await store.write({
      ...write,
      messages: [],
      steps: [],
      removedMessages: [gone.id, newId()],
      removedSteps: [goneStep.id],
    })
    const read = await store.readThread(write.threadId)
    expect(read?.state.messages).toEqual([stays])
    expect(read?.state.steps).toEqual([step])
  })

  it('shows what was taken back and came again in its new place', async () => {
    const { store } = subject()
    const [first, second] = [sampleMessage(), sampleMessage()]
    const write = sampleWrite({ messages: placed([first, second]) })
    await store.write(write)
    await store.write({ ...write, removedMessages: [first.id], messages: placed([first], 9) })
    expect((await store.readThread(write.threadId))?.state.messages).toEqual([second, first])
  })

  it('leaves values alone that a write does not name', async () => {
    const { store } = subject()
    const write = sampleWrite({ values: { a: 1 } })
    await store.write(write)
    const { values: _, ...withoutValues } = write
    await store.write(withoutValues)
    expect((await store.readThread(write.threadId))?.values).toEqual({ a: 1 })
    await store.write({ ...write, values: {} })
    expect((await store.readThread(write.threadId))?.values).toEqual({})
  })

  it('never reaches a row of another thread by its id', async () => {
    const { store } = subject()
    const message = sampleMessage({ text: 'mine' })
    const step = sampleStep({ name: 'mine' })
    const run = sampleRun()
    const mine = sampleWrite({ messages: placed([message]), steps: placed([step]), runs: placed([run]) })
    await store.write(mine)
    const theirs = sampleWrite({
      userId: 'eve',
      messages: placed([{ ...message, text: 'theirs' }]),
      steps: placed([{ ...step, name: 'theirs' }]),
      runs: placed([{ ...run, state: 'completed' }]),
    })
    await store.write(theirs)
    await store.write({
      ...theirs,
      messages: [],
      steps: [],
      runs: [],
      removedMessages: [message.id],
      removedSteps: [step.id],
    })

    expect((await store.readThread(mine.threadId))?.state).toMatchObject({
      messages: [message],
      steps: [step],
      runs: [run],
    })
    expect((await store.readThread(theirs.threadId))?.state).toMatchObject({ messages: [], steps: [] })
  })

  it('deletes a thread with all that is in it', async () => {
    const { store } = subject()
    const write = sampleWrite({
      messages: placed([sampleMessage()]),
      steps: placed([sampleStep()]),
      runs: placed([sampleRun()]),
      values: { a: 1 },
    })
    const other = sampleWrite({ messages: placed([sampleMessage()]) })
    await store.write(write)
    await store.write(other)
    await store.deleteThread(write.threadId)

    expect(await store.readThread(write.threadId)).toBeNull()
    expect(await store.threadsWithOpenRuns()).toEqual([])
    expect((await store.listThreads({ userId: 'ada', limit: 10 })).threads).toHaveLength(1)
    await store.write({ ...write, messages: [], steps: [], runs: [], values: {} })
    expect(await store.readThread(write.threadId)).toMatchObject({
      state: { messages: [], steps: [], runs: [] },
      values: {},
    })
  })

  it('takes writes of many threads at once', async () => {
    const { store } = subject()
    const writes = Array.from({ length: 40 }, (_, index) =>
      sampleWrite({ messages: placed([sampleMessage({ text: `${index}` })]) }),
    )
    await Promise.all(
      writes.flatMap((write) => [
        store.write(write),
        store.readThread(write.threadId),
        store.listThreads({ userId: 'ada', limit: 5 }),
        store.write({ ...write, seq: 2 }),
      ]),
    )
    for (const write of writes) {
      expect((await store.readThread(write.threadId))?.state).toMatchObject({
        seq: 2,
        messages: [write.messages[0]?.item],
      })
    }
  })

  it('reads a thread of 10,000 messages', async () => {
    const { store } = subject()
    const messages = Array.from({ length: 10_000 }, (_, index) => sampleMessage({ text: `message ${index}` }))
    const write = sampleWrite({ messages: placed(messages) })
    await store.write(write)
    const read = await store.readThread(write.threadId)
    expect(read?.state.messages).toHaveLength(10_000)
    expect(read?.state.messages.at(-1)).toEqual(messages.at(-1))
  })
}
