import { startTestChat } from 'chatwright/testing'
import { describe, expect, it } from 'vitest'
import { FakeModel } from '../lib/fake-model.ts'
import { ask, Diary, ended, hasSaid, pause, runOf, saidBy } from '../lib/jobs.ts'

const app = new URL('./apps/worker.ts', import.meta.url)

describe.each(['inline', 'worker', 'process'] as const)('plain stops, %s host', (host) => {
  it('1. a reply at 100 tokens/s is stopped: fence, end, the model hung up on, and the text never grows', async () => {
    await using model = await FakeModel.start()
    await using chat = await startTestChat(app, { host })
    const { runId } = ask(chat, { do: 'model', url: model.url('/stream') })
    await hasSaid(chat, runId, 40)
    const answer = await chat.stop(runId)
    expect(answer).toMatchObject({ outcome: 'stopping', runIds: [runId] })
    const seen = saidBy(chat, runId)
    expect(await ended(chat, runId)).toMatchObject({ state: 'stopped', cause: 'user' })
    await expect.poll(() => model.requests[0]?.closedAt).not.toBeNull()
    expect(model.requests[0]?.isFinished).toBe(false)
    const words = model.requests[0]?.words
    await pause(1_500)
    expect(saidBy(chat, runId)).toBe(seen)
    expect(model.requests[0]?.words).toBe(words)
    expect(chat.eventsAfter('run-end')).toEqual([])
  })

  it('2. a provider that accepted and says nothing is hung up on', async () => {
    await using model = await FakeModel.start()
    await using chat = await startTestChat(app, { host })
    const { runId } = ask(chat, { do: 'model', url: model.url('/silent') })
    await expect.poll(() => model.requests.length).toBe(1)
    await chat.stop(runId)
    expect(await ended(chat, runId)).toMatchObject({ state: 'stopped' })
    await expect.poll(() => model.requests[0]?.closedAt).not.toBeNull()
    expect(model.requests[0]?.isFinished).toBe(false)
  })

  it('3. stopped 0, 5, 20, 50, 150 or 300 ms after sending: always stopped', async () => {
    await using chat = await startTestChat(app, { host })
    for (const ms of [0, 5, 20, 50, 150, 300, 0, 5, 20, 50]) {
      using diary = new Diary()
      const { runId } = ask(chat, { do: 'words', file: diary.file })
      await pause(ms)
      const answer = await chat.stop(runId)
      expect(['stopping', 'remembered'], `after ${ms} ms`).toContain(answer.outcome)
      expect(await ended(chat, runId), `after ${ms} ms`).toMatchObject({ state: 'stopped' })
      const begun = diary.count('started')
      const text = saidBy(chat, runId)
      await pause(150)
      expect(diary.count('started'), `after ${ms} ms`).toBe(begun)
      expect(diary.count('finished')).toBe(0)
      expect(saidBy(chat, runId)).toBe(text)
    }
  })

  it('4. a stop that overtakes its message: stored, no handler, stopped, spoken for once', async () => {
    using diary = new Diary()
    await using chat = await startTestChat(app, { host })
    await chat.send('first').then((run) => run.ended())
    const { threadId } = chat
    const [runId, messageId] = [crypto.randomUUID(), crypto.randomUUID()]
    const stop = await chat.command('stop', { threadId, runId, source: 'button', seenSeq: 0 })
    expect(stop).toMatchObject({ result: { outcome: 'remembered' } })
    const sent = await chat.command('send', {
      threadId,
      runId,
      messageId,
      text: 'too late',
      metadata: { do: 'words', file: diary.file },
    })
    expect(sent).toMatchObject({ ok: true, result: { run: 'stopped' } })
    expect(await ended(chat, runId)).toMatchObject({ state: 'stopped', notice: { by: 'app' } })
    expect(chat.messages.some((message) => message.id === messageId)).toBe(true)
    await pause(300)
    expect(diary.lines).toEqual(['onStop'])
  })

  it('5. a stop around the very end, 1,000 tries: one end each, and everybody agrees', async () => {
    await using chat = await startTestChat(app, { host, logLevel: 'warn' })
    const ends = new Map<string, number>()
    const tries = 1_000
    const atOnce = 10
    for (let done = 0; done < tries; done += atOnce) {
      const tabs = await Promise.all(Array.from({ length: atOnce }, () => chat.newTab(null)))
      await Promise.all(
        tabs.map(async (tab, index) => {
          const { runId } = ask(tab, { do: 'brief', ms: 10 })
          await pause(((done + index) * 7) % 45)
          const outcome = (await tab.stop(runId)).outcome
          const run = await ended(tab, runId)
          ends.set(run.state, (ends.get(run.state) ?? 0) + 1)
          expect(tab.events.filter((event) => event.type === 'run-end' && event.runId === runId)).toHaveLength(1)
          if (outcome === 'already-ended') expect(run.state).toBe('completed')
          else expect(run.state).toBe('stopped')
        }),
      )
      await Promise.all(tabs.map((tab) => tab.close()))
    }
    expect((ends.get('stopped') ?? 0) + (ends.get('completed') ?? 0)).toBe(tries)
    expect(ends.get('stopped') ?? 0).toBeGreaterThan(0)
    expect(ends.get('completed') ?? 0).toBeGreaterThan(0)
  })

  it('6. nothing running: no notice, no callback, no record', async () => {
    using diary = new Diary()
    await using chat = await startTestChat(app, { host })
    await ended(chat, ask(chat, { do: 'echo', file: diary.file }).runId)
    const before = chat.state
    expect(await chat.stop()).toMatchObject({ outcome: 'nothing-running', runIds: [], fenceSeq: null })
    await pause(300)
    expect(chat.state).toEqual(before)
    expect(diary.lines).toEqual(['echo'])
  })

  it('7. twenty stops within 200 ms from three tabs: one of everything, twenty equal answers', async () => {
    using diary = new Diary()
    await using chat = await startTestChat(app, { host })
    const { runId } = ask(chat, { do: 'words', file: diary.file })
    await hasSaid(chat, runId, 10)
    const tabs = [chat, await chat.newTab(), await chat.newTab()]
    const stops = Array.from({ length: 20 }, async (_, index) => {
      await pause(index * 10)
      const tab = tabs[index % 3] as typeof chat
      return tab.command('stop', { threadId: chat.threadId, runId, source: 'button', seenSeq: tab.state.seq })
    })
    const answers = (await Promise.all(stops)).map((answer) => {
      if (!answer.ok) throw new Error(answer.error.message)
      const { fenceMs: _, ...result } = answer.result
      return result
    })
    expect(answers).toEqual(answers.map(() => answers[0]))
    for (const tab of tabs) {
      expect(await ended(tab, runId)).toMatchObject({ state: 'stopped', notice: { text: 'Stopped by user.' } })
      expect(tab.events.filter(({ type }) => type === 'run-stopping').length).toBeLessThanOrEqual(1)
    }
    await pause(200)
    expect(diary.count('onStop')).toBe(1)
    expect(runOf(chat, runId)?.state).toBe('stopped')
  })
})
