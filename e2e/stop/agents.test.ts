import { startTestChat } from 'chatwright/testing'
import { describe, expect, it } from 'vitest'
import { Diary, ended, pause } from '../lib/jobs.ts'

const app = new URL('./apps/agents.ts', import.meta.url)

describe.each(['inline', 'worker'] as const)('agents and tools, %s host', (host) => {
  it('16. a tool that ignores the signal and writes 3 s later: its result is discarded, and it is named', async () => {
    using diary = new Diary()
    await using chat = await startTestChat(app, { host })
    const { runId } = chat.view.send('deaf', { file: diary.file })
    await chat.waitFor(() => chat.steps[0]?.status === 'running')
    const stoppedAt = performance.now()
    await chat.stop(runId)
    expect(await ended(chat, runId)).toMatchObject({ state: 'stopped' })
    expect(performance.now() - stoppedAt).toBeLessThan(2_500)
    const settled = () => chat.events.find((event) => event.type === 'run-settled' && event.runId === runId)
    await chat.waitFor(settled)
    expect(settled()).toMatchObject({ stage: 'forced' })
    expect(JSON.stringify(settled())).toContain('Deaf tool')
    await expect.poll(() => diary.lines, { timeout: 10_000 }).toEqual(['wrote all the same'])
    await pause(300)
    expect(diary.lines).toEqual(['wrote all the same'])
    expect(chat.steps).toMatchObject([{ name: 'Deaf tool', status: 'stopped', output: { text: '' } }])
    expect(chat.eventsAfter('run-end')).toEqual([])
    expect(await chat.say('hello')).toBe('here')
  })

  it('21. an agent, its sub-agent and its tool: all of them are stopped, and none goes on', async () => {
    using diary = new Diary()
    await using chat = await startTestChat(app, { host })
    const { runId } = chat.view.send('agents', { file: diary.file })
    await expect.poll(() => diary.lines, { timeout: 10_000 }).toEqual(['tool began'])
    await chat.waitFor(() => chat.steps.length === 3)
    await chat.stop(runId)
    await ended(chat, runId)
    await pause(2_500)
    expect(diary.lines).toEqual(['tool began'])
    expect(chat.steps.map(({ name, status }) => [name, status])).toEqual([
      ['Agent', 'stopped'],
      ['Sub-agent', 'stopped'],
      ['Tool', 'stopped'],
    ])
    expect(await chat.say('hello')).toBe('here')
  })
})

describe('not yet', () => {
  it.todo('28. audio in and out: comes with audio')
  it.todo('41. two replicas, 1,000 of 1,000: comes with replicas')
})
