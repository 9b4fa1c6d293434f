import { newId, type EndedState, type RunState } from '@chatwright/protocol'
import { describe, expect, it } from 'vitest'
import { placed, sampleMessage, sampleRun, sampleStep, sampleWrite } from '../samples.ts'
import type { Subject } from '../store-under-test.ts'

const fenced: EndedState[] = ['stopped', 'lost']
const open: RunState[] = ['queued', 'running', 'waiting', 'stopping', 'completed', 'failed']

/** The third fence (stop contract, rule 3). */
export function fenceTests(subject: Subject): void {
  /** A thread with a run in this state, which left a message and a step. */
  async function threadWith(state: RunState) {
    const { store } = subject()
    const run = sampleRun({ state })
    const message = sampleMessage({ runId: run.id, status: 'stopped', text: 'as far as it was seen' })
    const step = sampleStep({ runId: run.id, status: 'stopped' })
    const write = sampleWrite({ messages: placed([message]), steps: placed([step]), runs: placed([run]) })
    await store.write(write)
    const read = async () => (await store.readThread(write.threadId))?.state
    return { store, run, message, step, read, write: { ...write, messages: [], steps: [], runs: [] } }
  }

  describe.each(fenced)('what a run left that the store holds as %s', (state) => {
    it('is not changed', async () => {
      const { store, run, message, step, read, write } = await threadWith(state)
      await store.write({
        ...write,
        seq: 2,
        messages: placed([{ ...message, text: 'as far as it was seen, and on and on', status: 'done' }]),
        steps: placed([{ ...step, status: 'done', output: { text: 'late', language: null } }]),
      })
      expect(await read()).toMatchObject({ seq: 2, messages: [message], steps: [step], runs: [run] })
    })

    it('does not become more', async () => {
      const { store, run, message, step, read, write } = await threadWith(state)
      await store.write({
        ...write,
        messages: placed([sampleMessage({ runId: run.id })], 7),
        steps: placed([sampleStep({ runId: run.id })], 8),
      })
      expect(await read()).toMatchObject({ messages: [message], steps: [step] })
    })

    it('is not taken over by another run', async () => {
      const { store, message, step, read, write } = await threadWith(state)
      const other = sampleRun()
      await store.write({
        ...write,
        messages: placed([
          { ...message, runId: other.id, text: 'taken' },
          { ...message, runId: null, text: 'taken' },
        ]),
        steps: placed([{ ...step, runId: other.id, name: 'taken' }]),
        runs: placed([other], 5),
      })
      expect(await read()).toMatchObject({ messages: [message], steps: [step] })
    })

    it('is not removed', async () => {
      const { store, message, step, read, write } = await threadWith(state)
      await store.write({ ...write, removedMessages: [message.id], removedSteps: [step.id] })
      expect(await read()).toMatchObject({ messages: [message], steps: [step] })
    })

    it('stays so when a late write says the run goes on', async () => {
      const { store, run, message, read, write } = await threadWith(state)
      await store.write({ ...write, runs: placed([{ ...run, state: 'running' }]) })
      await store.write({ ...write, messages: placed([{ ...message, text: 'late' }]) })
      expect(await read()).toMatchObject({ messages: [message], runs: [run] })
    })

    it('goes with its thread', async () => {
      const { store, read, write } = await threadWith(state)
      await store.deleteThread(write.threadId)
      expect(await read()).toBeUndefined()
    })
  })

  it.each(open)('takes what a run brings that is held as %s', async (state) => {
    const { store, run, message, step, read, write } = await threadWith(state)
    const added = sampleMessage({ runId: run.id })
    await store.write({
      ...write,
      messages: placed([{ ...message, text: 'more' }, added]),
      removedSteps: [step.id],
    })
    expect(await read()).toMatchObject({ messages: [{ ...message, text: 'more' }, added], steps: [] })
  })

  it('takes all of the write that stops a run: it was shown before the fence', async () => {
    const { store, run, message, step, read, write } = await threadWith('stopping')
    const added = sampleMessage({ runId: run.id, text: 'cut' })
    await store.write({
      ...write,
      messages: placed([added], 3),
      steps: placed([{ ...step, status: 'stopped', endedAt: 9 }]),
      runs: placed([{ ...run, state: 'stopped', endedAt: 9 }]),
      removedMessages: [message.id],
    })
    expect(await read()).toMatchObject({
      messages: [added],
      steps: [{ ...step, endedAt: 9 }],
      runs: [{ ...run, state: 'stopped', endedAt: 9 }],
    })
  })

  it('leaves other runs alone, and a run of the same id in another thread', async () => {
    const { store, run, message, read, write } = await threadWith('stopped')
    const other = sampleRun()
    const added = sampleMessage({ runId: other.id })
    await store.write({ ...write, runs: placed([other], 2), messages: placed([added], 3) })
    expect((await read())?.messages).toEqual([message, added])

    const elsewhere = sampleWrite({
      threadId: newId(),
      messages: placed([message]),
      runs: placed([{ ...run, state: 'running' }]),
    })
    await store.write(elsewhere)
    await store.write({ ...elsewhere, messages: placed([{ ...message, text: 'more' }]) })
    expect((await store.readThread(elsewhere.threadId))?.state.messages).toEqual([{ ...message, text: 'more' }])
  })
}
