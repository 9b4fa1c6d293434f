import { startTestChat, type TestTab } from 'chatwright/testing'
import { describe, expect, it } from 'vitest'
import { Diary, ended, pause, saidBy } from '../lib/jobs.ts'

const app = new URL('./apps/hostile.ts', import.meta.url)

function ask(tab: TestTab, job: string, file = '/dev/null'): string {
  return tab.view.send(job, { do: job, file }).runId
}

async function answer(tab: TestTab, job: string): Promise<string> {
  const runId = ask(tab, job)
  expect(await ended(tab, runId)).toMatchObject({ state: 'completed' })
  return saidBy(tab, runId)
}

/** Long enough for a host to have looked at what a stopped run does. */
const lookedAt = 6_000

describe.each(['worker', 'process'] as const)('a stopped run that works on, %s host', (host) => {
  it.each(['files', 'immediates', 'leftLoop'])('17. %s: ends with its worker', async (job) => {
    using diary = new Diary()
    await using chat = await startTestChat(app, { host })
    const life = await answer(chat, 'thread')
    const runId = ask(chat, job, diary.file)
    await chat.waitFor('looping')
    await pause(200)
    await chat.stop(runId)
    expect(await ended(chat, runId)).toMatchObject({ state: 'stopped' })
    const before = diary.count('wrote')
    await pause(lookedAt)
    const then = diary.count('wrote')
    expect(then).toBeGreaterThan(before)
    await pause(1_000)
    expect(diary.count('wrote')).toBe(then)
    expect(chat.logs.filter(({ msg }) => msg.includes('a stopped run works on'))).toMatchObject([
      { runId, handler: 'onMessage' },
    ])
    expect(await answer(chat, 'thread')).not.toBe(life)
  })
})

it('does not take others along: they end first', async () => {
  using diary = new Diary()
  await using chat = await startTestChat(app)
  await using other = await chat.newTab(null)
  const life = await answer(chat, 'thread')
  const beside = ask(other, 'words')
  await other.waitFor(() => saidBy(other, beside).length > 20)
  const runId = ask(chat, 'files', diary.file)
  await chat.waitFor('looping')
  await chat.stop(runId)
  await pause(lookedAt)
  expect(await answer(chat, 'thread')).not.toBe(life)
  const said = saidBy(other, beside).length
  await other.waitFor(() => saidBy(other, beside).length > said + 20)
  await other.stop(beside)
  await pause(2_500)
  const wrote = diary.count('wrote')
  await pause(500)
  expect(diary.count('wrote')).toBe(wrote)
})

it('leaves a worker alone whose stopped run only hangs', async () => {
  await using chat = await startTestChat(app)
  const life = await answer(chat, 'thread')
  const runId = ask(chat, 'hangs')
  await chat.waitFor('hanging')
  await chat.stop(runId)
  await pause(lookedAt)
  expect(await answer(chat, 'thread')).toBe(life)
  expect(chat.logs.filter(({ msg }) => msg.includes('works on'))).toEqual([])
})
