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

async function isWell(tab: TestTab): Promise<void> {
  const runId = ask(tab, 'echo')
  expect(await ended(tab, runId)).toMatchObject({ state: 'completed' })
  expect(saidBy(tab, runId)).toBe('here')
}

/** Serves the app from the command line, in a process that may die. */
async function serve(flags: string[], env: NodeJS.ProcessEnv, test: (served: ServedApp) => Promise<void>) {
  const dataDir = mkdtempSync(join(tmpdir(), 'chatwright-e2e-'))
  try {
    await using served = await ServedApp.start(app, { dataDir, flags, env })
    await test(served)
    expect(served.child.exitCode).toBeNull()
    expect((await fetch(`${served.url}health`)).status).toBe(200)
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

describe('app code that ends its worker', () => {
  it.each([
    ['exit', /process\.exit: its worker ends/, 'Object\\.exit '],
    ['exitLater', /process\.exit: its worker ends/, '.*'],
    ['reallyExit', /process\.reallyExit: its worker ends/, 'Object\\.reallyExit '],
    ['kill', /process\.kill: its worker ends/, 'Object\\.kill '],
    ['closePort', /a worker ended by itself/, null],
  ])('%s: its run is lost, a fresh worker takes over, the log names the caller', (job, words, at) =>
    serve([], {}, async (served) => {
      await using tab = await openTestTab({ url: served.url })
      await using other = await openTestTab({ url: served.url })
      const beside = ask(other, 'words')
      await other.waitFor(() => saidBy(other, beside).length > 20)
      const runId = ask(tab, job)
      expect(await ended(tab, runId)).toMatchObject({ state: 'lost', error: { code: 'host_lost' } })
      expect(await ended(other, beside)).toMatchObject({ state: 'lost' })
      await isWell(tab)
      await isWell(other)
      await expect.poll(() => served.output).toMatch(words)
      if (at !== null) await expect.poll(() => served.output).toMatch(new RegExp(`"at":"at ${at}.*hostile\\.ts:\\d+`))
      await expect.poll(() => served.output).toMatch(/"handler":"onMessage".*a worker ended by itself/)
    }),
  )

  it('a stopped run of a worker that ends itself is stopped, not lost', () =>
    serve([], {}, async (served) => {
      await using tab = await openTestTab({ url: served.url })
      const runId = ask(tab, 'exitLater')
      await tab.waitFor(() => saidBy(tab, runId) !== '')
      await tab.stop(runId)
      expect(await ended(tab, runId)).toMatchObject({ state: 'stopped' })
      await pause(500)
      expect(tab.runs.find((run) => run.id === runId)).toMatchObject({ state: 'stopped' })
      await isWell(tab)
    }))

  it('process.abort fails its run only, and so does what is thrown in a timer not even that', () =>
    serve([], {}, async (served) => {
      await using tab = await openTestTab({ url: served.url })
      expect(await ended(tab, ask(tab, 'abort'))).toMatchObject({ state: 'failed' })
      expect(await ended(tab, ask(tab, 'throwLater'))).toMatchObject({ state: 'completed' })
      await expect.poll(() => served.output).toMatch(/thrown where nothing catches it[^]*hostile\.ts:\d+/)
      await isWell(tab)
    }))

  it('a worker out of memory: its runs are lost, the log says why and by which handler', () =>
    serve([], { NODE_OPTIONS: '--max-old-space-size=160' }, async (served) => {
      await using tab = await openTestTab({ url: served.url })
      const runId = ask(tab, 'devour')
      expect(await ended(tab, runId)).toMatchObject({ state: 'lost' })
      await isWell(tab)
      await expect
        .poll(() => served.output)
        .toMatch(/"handler":"onMessage".*ERR_WORKER_OUT_OF_MEMORY.*a worker ended by itself/)
      await expect.poll(() => served.output).toContain('memory limit')
    }))

  it('18. a native call that does not come back: ended at once for its reader, and its thread is left behind', async () => {
    using diary = new Diary()
    await using chat = await startTestChat(app, { spare: true, timings: { graceMs: 500 } })
    await using other = await chat.newTab(null)
    const runId = ask(chat, 'native', { file: diary.file, ms: 5_000 })
    await chat.waitFor('going in')
    await pause(300)
    const stoppedAt = performance.now()
    await chat.stop(runId)
    expect(await ended(chat, runId)).toMatchObject({ state: 'stopped' })
    expect(performance.now() - stoppedAt).toBeLessThan(2_000)
    await isWell(chat)
    await isWell(other)
    expect(performance.now() - stoppedAt).toBeLessThan(4_500)
    await pause(5_500)
    expect(diary.count('came back')).toBe(0)
    expect(chat.text).not.toContain('never said')
  })

  it('nonsense on the port of its worker harms nobody', async () => {
    await using chat = await startTestChat(app, { host: 'worker' })
    await ended(chat, ask(chat, 'nonsense'))
    await isWell(chat)
    expect(chat.logs.filter(({ msg }) => msg.includes('makes no sense')).length).toBeGreaterThan(1)
  })
})

describe('app code that would end the server it shares, inline', () => {
  it.each(['exit', 'reallyExit', 'abort', 'kill'])('%s: is refused, and fails its run', (job) =>
    serve(['--isolation', 'inline'], {}, async (served) => {
      await using tab = await openTestTab({ url: served.url })
      await using other = await openTestTab({ url: served.url })
      const beside = ask(other, 'words')
      await other.waitFor(() => saidBy(other, beside).length > 20)
      expect(await ended(tab, ask(tab, job))).toMatchObject({ state: 'failed' })
      await expect.poll(() => served.output).toMatch(/would end the whole server[^]*hostile\.ts:\d+/)
      const before = saidBy(other, beside).length
      await other.waitFor(() => saidBy(other, beside).length > before + 20)
      await other.stop(beside)
      await isWell(tab)
    }),
  )

  it('in a timer of a run as well; a signal from outside still ends the server well', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'chatwright-e2e-'))
    await using served = await ServedApp.start(app, { dataDir, flags: ['--isolation', 'inline'] })
    const tab = await openTestTab({ url: served.url })
    const runId = ask(tab, 'exitLater')
    await expect.poll(() => served.output).toMatch(/would end the whole server/)
    await tab.stop(runId)
    expect(await ended(tab, runId)).toMatchObject({ state: 'stopped' })
    await isWell(tab)
    expect(await served.end('SIGTERM')).toBe(0)
    await tab.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
})

describe('a loop that blocks', () => {
  it('7. is in the log within a second, by the name of its handler, and nobody need press Stop', async () => {
    await using chat = await startTestChat(app, { host: 'worker' })
    await using other = await chat.newTab(null)
    await isWell(other)
    const runId = ask(chat, 'blockFor', { ms: 2_500 })
    await chat.waitFor(() => saidBy(chat, runId) !== '')
    const startedAt = performance.now()
    const line = await chat.waitFor(() => chat.logs.find(({ msg }) => msg.includes('is blocked')))
    // It announces itself 100 ms before it blocks.
    expect(performance.now() - startedAt).toBeLessThan(1_100)
    expect(line).toMatchObject({
      level: 40,
      msg: 'the loop of the app is blocked by onMessage',
      runId,
      threadId: chat.threadId,
      handler: 'onMessage',
    })
    await isWell(other)
    expect(await ended(chat, runId)).toMatchObject({ state: 'completed' })
    const over = await chat.waitFor(() => chat.logs.find(({ msg }) => msg.includes('turns again')))
    expect(Number(over['blockedMs'])).toBeGreaterThan(2_000)
    expect(chat.logs.filter(({ msg }) => msg.includes('is blocked'))).toHaveLength(1)
  })

  it('is not reported for work that waits', async () => {
    await using chat = await startTestChat(app, { host: 'worker' })
    expect(await ended(chat, ask(chat, 'slow', { ms: 1_500 }))).toMatchObject({ state: 'completed' })
    expect(chat.logs.filter(({ msg }) => msg.includes('is blocked'))).toEqual([])
  })

  it('7. sees chat.stopRequested in a worker, and is not killed', async () => {
    using diary = new Diary()
    await using chat = await startTestChat(app, { host: 'worker' })
    const runId = ask(chat, 'looksUp', { file: diary.file })
    await chat.waitFor(() => saidBy(chat, runId) !== '')
    await pause(400)
    await chat.stop(runId)
    await expect.poll(() => diary.lines, { timeout: 500 }).toEqual(['saw the stop after many turns'])
    expect(await ended(chat, runId)).toMatchObject({ state: 'stopped' })
    const settled = await chat.waitFor(() => chat.events.find((event) => event.type === 'run-settled'))
    expect(settled).toMatchObject({ stage: 'cooperative', abandoned: [] })
  })

  it.each(['inline', 'worker'] as const)('7. sees it between pieces, %s host', async (host) => {
    using diary = new Diary()
    await using chat = await startTestChat(app, { host })
    const runId = ask(chat, 'looksUpInPieces', { file: diary.file })
    await chat.waitFor(() => saidBy(chat, runId) !== '')
    await pause(300)
    await chat.stop(runId)
    await expect.poll(() => diary.lines, { timeout: 500 }).toEqual(['saw the stop after many turns', 'and again: true'])
    expect(await ended(chat, runId)).toMatchObject({ state: 'stopped' })
  })
})
