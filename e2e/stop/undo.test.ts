import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTestTab, startTestChat, type TestTab } from 'chatwright/testing'
import { describe, expect, it } from 'vitest'
import { ServedApp } from '../lib/cli.ts'
import { Diary, ended, pause, saidBy } from '../lib/jobs.ts'

const app = new URL('./apps/undoing.ts', import.meta.url)

function ask(tab: TestTab, job: string, diary: Diary): string {
  return tab.view.send(job, { do: job, file: diary.file }).runId
}

/** What was undone, in order. */
const undone = (diary: Diary): string[] =>
  diary.lines.flatMap((line) => (/^(?:undone \S+|deferred \S+)/.exec(line) ?? []).slice(0, 1))

/** Where something was done: process and thread. */
const place = (diary: Diary, start: RegExp): string | undefined =>
  diary.lines
    .find((line) => start.test(line))
    ?.split('in ')
    .at(-1)

describe.each(['inline', 'worker', 'process'] as const)('a declared undo, %s host', (host) => {
  it('10. takes its turn among what is deferred, once, unless it was cancelled', async () => {
    using diary = new Diary()
    await using chat = await startTestChat(app, { host })
    expect(await ended(chat, ask(chat, 'done', diary))).toMatchObject({ state: 'completed' })
    expect(undone(diary)).toEqual(['undone two', 'deferred third', 'undone one', 'deferred first'])
    expect(diary.count('undoing one here')).toBe(1)

    await ended(chat, ask(chat, 'fails', diary))
    await expect.poll(() => diary.count('undoing one here')).toBe(2)

    await chat.restart()
    await pause(500)
    expect(undone(diary)).toHaveLength(5)
  })

  it('is carried out at a stop, also when it was registered behind it', async () => {
    using diary = new Diary()
    await using chat = await startTestChat(app, { host })
    const runId = ask(chat, 'waits', diary)
    await chat.waitFor(() => saidBy(chat, runId) !== '')
    await chat.stop(runId)
    await expect.poll(() => undone(diary)).toEqual(['undone two', 'undone one'])
    const late = ask(chat, 'late', diary)
    await chat.waitFor(() => saidBy(chat, late) !== '')
    await chat.stop(late)
    await expect.poll(() => undone(diary).at(-1)).toBe('undone late')
    await pause(300)
    expect(undone(diary)).toHaveLength(3)
  })

  it('says what it cannot take', async () => {
    using diary = new Diary()
    await using chat = await startTestChat(app, { host })
    const undeclared = await ended(chat, ask(chat, 'undeclared', diary))
    expect(undeclared.error?.message).toMatch(/declares no undo relaese\. There are: release, breaks/)
    const unfit = await ended(chat, ask(chat, 'unfit', diary))
    expect(unfit.error?.message).toMatch(/not what JSON can hold/)
  })
})

describe('what a lost worker leaves', () => {
  it('is undone by another one after a kill for a blocked loop, in reverse, each once', async () => {
    using diary = new Diary()
    await using chat = await startTestChat(app, { host: 'worker', timings: { graceMs: 300 } })
    const runId = ask(chat, 'blocks', diary)
    await chat.waitFor(() => saidBy(chat, runId) !== '')
    await pause(300)
    expect(undone(diary)).toEqual([])
    await chat.stop(runId)
    expect(await ended(chat, runId)).toMatchObject({ state: 'stopped' })
    await expect.poll(() => undone(diary), { timeout: 10_000 }).toEqual(['undone three', 'undone two', 'undone one'])
    expect(place(diary, /^undone one/)).not.toBe(place(diary, /^in /))
    expect(diary.count('undoing one for another')).toBe(1)
    await pause(500)
    await chat.restart()
    await pause(500)
    expect(undone(diary)).toHaveLength(3)
    expect(await ended(chat, ask(chat, 'echo', diary))).toMatchObject({ state: 'completed' })
  })

  it('is undone after process.exit, also what was registered in the same breath', async () => {
    using diary = new Diary()
    await using chat = await startTestChat(app, { host: 'worker', spare: true })
    expect(await ended(chat, ask(chat, 'leaves', diary))).toMatchObject({ state: 'lost' })
    await expect.poll(() => undone(diary), { timeout: 10_000 }).toEqual(['undone two', 'undone one'])
  })

  it('is undone whatever one of them does; failures are in the log with the run, and no thread waits', async () => {
    using diary = new Diary()
    await using chat = await startTestChat(app, { host: 'worker', spare: true })
    const runId = ask(chat, 'awkward', diary)
    expect(await ended(chat, runId)).toMatchObject({ state: 'lost' })
    // What ends its worker would end a run in it as well, so that the thread is asked while the next one hangs.
    await expect.poll(() => diary.count('hanging'), { timeout: 15_000 }).toBe(1)
    expect(await ended(chat, ask(chat, 'echo', diary))).toMatchObject({ state: 'completed' })
    expect(undone(diary)).not.toContain('undone last')
    await expect.poll(() => undone(diary), { timeout: 30_000 }).toEqual(['undone first', 'undone last'])
    expect(diary.lines.filter((line) => /ing$|enough$/.test(line))).toEqual([
      'killing',
      'killing',
      'hanging',
      'hung for long enough',
      'breaking',
    ])
    const logged = (words: string) => chat.logs.find(({ msg }) => msg.includes(words))
    expect(logged('undo kills is given up')).toMatchObject({ level: 50, runId })
    expect(logged('undo hangs failed')).toMatchObject({ level: 50, runId, detail: 'It took longer than 5000 ms.' })
    expect(logged('undo breaks failed')).toMatchObject({ runId, detail: expect.stringContaining('this undo fails') })
    expect(await ended(chat, ask(chat, 'echo', diary))).toMatchObject({ state: 'completed' })
  })
})

describe('what a dead process leaves', () => {
  const serve = async (test: (dataDir: string) => Promise<void>): Promise<void> => {
    const dataDir = mkdtempSync(join(tmpdir(), 'chatwright-e2e-'))
    try {
      await test(dataDir)
    } finally {
      rmSync(dataDir, { recursive: true, force: true })
    }
  }

  it('42. kill -9: it is undone after the next start, once', () =>
    serve(async (dataDir) => {
      using diary = new Diary()
      const first = await ServedApp.start(app, { dataDir })
      const tab = await openTestTab({ url: first.url })
      const runId = ask(tab, 'waits', diary)
      await tab.waitFor(() => saidBy(tab, runId) !== '')
      await first.end('SIGKILL')
      await tab.close()
      await pause(300)
      expect(undone(diary)).toEqual([])
      const second = await ServedApp.start(app, { dataDir })
      await expect.poll(() => undone(diary), { timeout: 10_000 }).toEqual(['undone two', 'undone one'])
      expect(place(diary, /^undone one/)).toMatch(new RegExp(`^${second.child.pid}\\.`))
      await second.end()
      await using third = await ServedApp.start(app, { dataDir })
      await pause(700)
      expect(undone(diary)).toHaveLength(2)
      expect(third.output).not.toContain('undos are left')
    }))

  it('42. SIGTERM: stopped runs put away what they have before the process ends', () =>
    serve(async (dataDir) => {
      using diary = new Diary()
      const first = await ServedApp.start(app, { dataDir })
      const tab = await openTestTab({ url: first.url })
      const runId = ask(tab, 'slow', diary)
      await tab.waitFor(() => saidBy(tab, runId) !== '')
      expect(await first.end('SIGTERM')).toBe(0)
      await tab.close()
      expect(diary.lines).toContain('put away')
      expect(undone(diary)).toEqual(['undone one'])
      await using second = await ServedApp.start(app, { dataDir })
      await pause(700)
      expect(undone(diary)).toEqual(['undone one'])
      expect(second.output).not.toContain('undos are left')
    }))
})
