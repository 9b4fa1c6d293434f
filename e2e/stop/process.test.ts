import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTestTab, startTestChat, type TestTab } from 'chatwright/testing'
import { describe, expect, it } from 'vitest'
import { ServedApp } from '../lib/cli.ts'
import { Diary, ended, pause, saidBy } from '../lib/jobs.ts'

const app = new URL('./apps/hostile.ts', import.meta.url)

function ask(tab: TestTab, job: string, options: { file?: string; ms?: number } = {}): string {
  return tab.view.send(job, { do: job, file: '/dev/null', ...options }).runId
}

async function answer(tab: TestTab, job: string): Promise<string> {
  const runId = ask(tab, job)
  expect(await ended(tab, runId)).toMatchObject({ state: 'completed' })
  return saidBy(tab, runId)
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('an app in a process of its own', () => {
  it('a native fault ends it and nothing else: its runs are lost, another takes over', async () => {
    await using chat = await startTestChat(app, { host: 'process', spare: true })
    await using other = await chat.newTab(null)
    const pid = Number(await answer(chat, 'pid'))
    expect(pid).not.toBe(process.pid)
    const beside = ask(other, 'words')
    await other.waitFor(() => saidBy(other, beside).length > 20)
    const runId = ask(chat, 'crash')
    expect(await ended(chat, runId)).toMatchObject({ state: 'lost', error: { code: 'host_lost' } })
    expect(await ended(other, beside)).toMatchObject({ state: 'lost' })
    expect(saidBy(other, beside).length).toBeGreaterThan(20)
    const next = Number(await answer(chat, 'pid'))
    expect(next).not.toBe(pid)
    expect(isAlive(pid)).toBe(false)
    expect(await answer(other, 'echo')).toBe('here')
    expect(chat.logs.some(({ reason }) => /SIGSEGV|SIGBUS/.test(String(reason)))).toBe(true)
  })

  it('18. a native call that does not come back is ended with all that it began', async () => {
    using diary = new Diary()
    await using chat = await startTestChat(app, { host: 'process', spare: true, timings: { graceMs: 500 } })
    const pid = Number(await answer(chat, 'pid'))
    const runId = ask(chat, 'native', { file: diary.file, ms: 6_000 })
    await chat.waitFor('going in')
    await pause(300)
    const stoppedAt = performance.now()
    await chat.stop(runId)
    expect(await ended(chat, runId)).toMatchObject({ state: 'stopped' })
    await expect.poll(() => isAlive(pid), { timeout: 3_000 }).toBe(false)
    expect(performance.now() - stoppedAt).toBeLessThan(3_000)
    expect(await answer(chat, 'echo')).toBe('here')
    await pause(6_000)
    expect(diary.count('came back')).toBe(0)
  })

  it('7. sees chat.stopRequested in the middle of a loop that blocks', async () => {
    using diary = new Diary()
    await using chat = await startTestChat(app, { host: 'process' })
    const runId = ask(chat, 'looksUp', { file: diary.file })
    await chat.waitFor(() => saidBy(chat, runId) !== '')
    await pause(400)
    await chat.stop(runId)
    await expect.poll(() => diary.lines, { timeout: 500 }).toEqual(['saw the stop after many turns'])
    expect(await ended(chat, runId)).toMatchObject({ state: 'stopped' })
  })

  it('a run that lies unread before a blocked loop begins in another', async () => {
    await using chat = await startTestChat(app, { host: 'process', spare: true })
    await using other = await chat.newTab(null)
    expect(await answer(other, 'echo')).toBe('here')
    const blocked = ask(chat, 'blockFor', { ms: 4_000 })
    await chat.waitFor(() => saidBy(chat, blocked) !== '')
    await pause(150)
    const askedAt = performance.now()
    expect(await answer(other, 'echo')).toBe('here')
    expect(performance.now() - askedAt).toBeLessThan(2_500)
    expect(await ended(chat, blocked)).toMatchObject({ state: 'completed' })
  })

  it.each([
    ['exit', /process\.exit: its worker ends/],
    ['kill', /process\.kill: its worker ends/],
  ])('%s: names the caller, and another process takes over', async (job, words) => {
    await using chat = await startTestChat(app, { host: 'process', spare: true })
    expect(await ended(chat, ask(chat, job))).toMatchObject({ state: 'lost' })
    expect(await answer(chat, 'echo')).toBe('here')
    expect(chat.logs.some(({ msg }) => words.test(msg))).toBe(true)
  })

  it('nonsense on the port of its worker harms nobody, also what cannot cross a pipe', async () => {
    await using chat = await startTestChat(app, { host: 'process' })
    const pid = await answer(chat, 'pid')
    expect(await answer(chat, 'nonsense')).toBe('said')
    expect(await answer(chat, 'pid')).toBe(pid)
    await expect.poll(() => chat.logs.some(({ msg }) => msg.includes('cannot be passed on'))).toBe(true)
  })

  it.each(['SIGKILL', 'SIGTERM'] as const)('is gone when the server ends by %s', async (signal) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'chatwright-e2e-'))
    await using served = await ServedApp.start(app, { dataDir, flags: ['--isolation', 'process'] })
    const tab = await openTestTab({ url: served.url })
    const pid = Number(await answer(tab, 'pid'))
    expect(isAlive(pid)).toBe(true)
    await served.end(signal)
    await expect.poll(() => isAlive(pid), { timeout: 3_000 }).toBe(false)
    await tab.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
})
