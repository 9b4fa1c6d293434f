import { startTestChat } from 'chatwright/testing'
import { describe, expect, it } from 'vitest'
import { FakeModel } from '../lib/fake-model.ts'
import { ask, Diary, ended, hasSaid, pause, saidBy } from '../lib/jobs.ts'

const app = new URL('./apps/worker.ts', import.meta.url)

describe.each(['inline', 'worker', 'process'] as const)('unwilling work, %s host', (host) => {
  it('14. a tool that waits on fetch and sleep settles, and the connection is closed', async () => {
    using diary = new Diary()
    await using model = await FakeModel.start()
    await using chat = await startTestChat(app, { host })
    const { runId } = ask(chat, { do: 'tool', url: model.url('/silent'), file: diary.file })
    await expect.poll(() => diary.count('started')).toBe(1)
    await expect.poll(() => model.requests.length).toBe(1)
    await chat.stop(runId)
    expect(await ended(chat, runId)).toMatchObject({ state: 'stopped' })
    await expect.poll(() => diary.count('settled')).toBe(1)
    await expect.poll(() => model.requests[0]?.closedAt).not.toBeNull()
    expect(chat.steps).toMatchObject([{ name: 'Look it up', status: 'stopped' }])
    await pause(300)
    expect(diary.lines).not.toContain('went on')
  })

  it('15. five planned calls, one running: the others never start', async () => {
    using diary = new Diary()
    await using chat = await startTestChat(app, { host })
    const { runId } = ask(chat, { do: 'plan', file: diary.file })
    await expect.poll(() => diary.lines.length).toBe(1)
    await chat.stop(runId)
    await ended(chat, runId)
    await pause(3_000)
    expect(diary.lines).toEqual(['call 1', 'onStop'])
    expect(chat.steps).toHaveLength(1)
  })

  it('17. a handler that catches everything and goes on: all of it fails, and nothing is delivered', async () => {
    using diary = new Diary()
    await using model = await FakeModel.start()
    await using chat = await startTestChat(app, { host })
    const { runId } = ask(chat, { do: 'stubborn', url: model.url('/silent'), file: diary.file })
    await hasSaid(chat, runId, 5)
    await chat.stop(runId)
    await ended(chat, runId)
    const seen = chat.state
    const requests = model.requests.length
    const succeeded = diary.count('succeeded')
    await pause(6_000)
    expect(chat.state.messages).toEqual(seen.messages)
    expect(chat.state.steps).toEqual(seen.steps)
    expect(model.requests.length).toBe(requests)
    expect(diary.count('succeeded')).toBe(succeeded)
    expect(diary.count('refused')).toBeGreaterThan(10)
    expect(chat.eventsAfter('run-end')).toEqual([])
    const echo = ask(chat, { do: 'echo' })
    expect(await ended(chat, echo.runId)).toMatchObject({ state: 'completed' })
    expect(saidBy(chat, echo.runId)).toBe('here')
  })

  it('36. what is deferred is put away in reverse order, whatever one of it does', async () => {
    using diary = new Diary()
    await using chat = await startTestChat(app, { host })
    const { runId } = ask(chat, { do: 'cleanup', file: diary.file })
    await hasSaid(chat, runId, 5)
    await chat.stop(runId)
    await expect.poll(() => diary.lines.at(-1)).toBe('cleaned first')
    expect(diary.lines.filter((line) => line.startsWith('cleaned'))).toEqual([
      'cleaned third',
      'cleaned second',
      'cleaned first',
    ])
  })

  it('24. start-up and resume are stopped like everything else', async () => {
    await using chat = await startTestChat(new URL('./apps/greeter.ts', import.meta.url), { host })
    const stopGreeting = async (text: string): Promise<string> => {
      const run = await chat.waitFor(() => chat.runs.findLast((candidate) => candidate.state === 'running'))
      await hasSaid(chat, run.id, 10)
      expect(saidBy(chat, run.id)).toContain(text)
      expect(chat.canStop).toBe(true)
      await chat.stop()
      expect(await ended(chat, run.id)).toMatchObject({ state: 'stopped', notice: { text: 'Greeting stopped.' } })
      const said = saidBy(chat, run.id)
      await pause(200)
      expect(saidBy(chat, run.id)).toBe(said)
      expect(chat.canStop).toBe(false)
      return run.kind
    }
    expect(await stopGreeting('hello 1')).toBe('start')
    expect(await chat.say('hi')).toBe('You said hi')
    await chat.restart()
    expect(await stopGreeting('again 1')).toBe('resume')
  })
})

describe('a blocked loop, worker host', () => {
  it('18. while (true): ended at once, its worker killed after the grace, and nobody else is held up', async () => {
    await using chat = await startTestChat(app, { host: 'worker', spare: true, timings: { graceMs: 1_000 } })
    const other = await chat.newTab(null)
    await ended(other, ask(other, { do: 'echo' }).runId)
    const { runId } = ask(chat, { do: 'blocked' })
    await hasSaid(chat, runId, 5)
    await pause(500)
    const beforeStop = ask(other, { do: 'echo' })
    expect(await ended(other, beforeStop.runId)).toMatchObject({ state: 'completed' })
    await chat.stop(runId)
    expect(await ended(chat, runId)).toMatchObject({ state: 'stopped', notice: { by: 'default' } })
    const settled = await chat.waitFor(() => chat.events.find((event) => event.type === 'run-settled'))
    expect(settled).toMatchObject({ stage: 'killed' })
    const next = ask(chat, { do: 'echo' })
    expect(await ended(chat, next.runId)).toMatchObject({ state: 'completed' })
    expect(saidBy(chat, next.runId)).toBe('here')
  })

  it('18. what was said just before is not stuck in the mailbox of the blocked worker', async () => {
    using diary = new Diary()
    await using chat = await startTestChat(app, { host: 'worker', spare: true })
    const other = await chat.newTab(null)
    const blocked = ask(chat, { do: 'blocked' })
    await hasSaid(chat, blocked.runId, 5)
    const askedAt = performance.now()
    const echo = ask(other, { do: 'echo', file: diary.file })
    expect(await ended(other, echo.runId)).toMatchObject({ state: 'completed' })
    expect(performance.now() - askedAt).toBeLessThan(3_000)
    expect(saidBy(other, echo.runId)).toBe('here')
    await chat.stop(blocked.runId)
    await ended(chat, blocked.runId)
    await chat.waitFor(() => chat.events.find((event) => event.type === 'run-settled'))
    await pause(300)
    expect(diary.lines).toEqual(['echo'])
  })

  it('4. 18. stopped before it began while every worker was blocked: ended at once, and onStop is called once', async () => {
    using diary = new Diary()
    await using chat = await startTestChat(app)
    await using other = await chat.newTab(null)
    ask(other, { do: 'blocked', file: diary.file })
    await expect.poll(() => diary.count('blocked')).toBe(1)
    await pause(700)
    const { runId } = ask(chat, { do: 'words', file: diary.file })
    const stoppedAt = performance.now()
    await chat.stop(runId)
    expect(await ended(chat, runId)).toMatchObject({ state: 'stopped' })
    expect(performance.now() - stoppedAt).toBeLessThan(2_000)
    await expect.poll(() => diary.count('onStop'), { timeout: 10_000 }).toBe(1)
    await pause(2_500)
    expect(diary.count('onStop')).toBe(1)
    expect(chat.events.filter(({ type }) => type === 'run-end')).toHaveLength(1)
    expect(saidBy(chat, runId)).toBe('')
  })

  it('6. a second press does not wait for the grace', async () => {
    await using chat = await startTestChat(app, { host: 'worker', spare: true, timings: { graceMs: 60_000 } })
    const { runId } = ask(chat, { do: 'blocked' })
    await hasSaid(chat, runId, 5)
    await pause(300)
    chat.view.stop({ source: 'button' })
    await pause(300)
    chat.view.forceStop()
    await chat.command('stop', { threadId: chat.threadId, runId, source: 'button', force: true })
    const settled = await chat.waitFor(() => chat.events.find((event) => event.type === 'run-settled'))
    expect(settled).toMatchObject({ stage: 'killed' })
  })

  it('tells the other runs of a killed worker that they are lost, and keeps what they had said', async () => {
    await using chat = await startTestChat(app, { host: 'worker', spare: true, timings: { graceMs: 500 } })
    const other = await chat.newTab(null)
    const words = ask(other, { do: 'words' })
    await hasSaid(other, words.runId, 10)
    const blocked = ask(chat, { do: 'blocked' })
    await hasSaid(chat, blocked.runId, 5)
    await chat.stop(blocked.runId)
    expect(await ended(other, words.runId)).toMatchObject({ state: 'lost', error: { code: 'host_lost' } })
    const said = saidBy(other, words.runId)
    expect(said.length).toBeGreaterThan(9)
    const again = ask(other, { do: 'echo' })
    expect(await ended(other, again.runId)).toMatchObject({ state: 'completed' })
    expect(saidBy(other, words.runId)).toBe(said)
  })
})
