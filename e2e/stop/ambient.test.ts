import { ChildProcess, spawnSync } from 'node:child_process'
import http from 'node:http'
import timers from 'node:timers/promises'
import { startTestChat, type TestChat } from 'chatwright/testing'
import { describe, expect, it } from 'vitest'
import { Diary, ended, pause, saidBy } from '../lib/jobs.ts'
import { PatientServer } from './ambient-server.ts'

const app = new URL('./apps/ambient.ts', import.meta.url)

/** A number that `sleep` takes for three seconds and that no other process has on its command line. */
const newMark = (): string => `3.000${10_000 + Math.floor(Math.random() * 89_999)}`

/** The processes of this machine with a text on their command line. */
function processesWith(text: string): string[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'stat=,args='], { encoding: 'utf8' })
  return stdout.split('\n').filter((line) => line.includes(text) && !line.startsWith('Z'))
}

/** Asks the app for a job; gives the run's id, at once. */
function ask(chat: TestChat, job: { do: string; url?: string; file?: string; mark?: string }): string {
  return chat.view.send(job.do, { ...job }).runId
}

/** What keeps the app's worker busy. */
async function resourcesOf(chat: TestChat): Promise<string> {
  const runId = ask(chat, { do: 'resources' })
  expect(await ended(chat, runId)).toMatchObject({ state: 'completed' })
  return saidBy(chat, runId)
}

/** How a stopped run came to its rest. */
async function settled(chat: TestChat, runId: string) {
  return chat.waitFor(() => chat.events.find((event) => event.type === 'run-settled' && event.runId === runId), {
    timeoutMs: 10_000,
  })
}

/** What went wrong where nothing catches it. */
const strayErrors = (chat: TestChat) => chat.logs.filter(({ level }) => level >= 50)

/** Stops a run as the reader does. Gives when. */
async function stop(chat: TestChat, runId: string): Promise<number> {
  const at = performance.now()
  await chat.stop(runId)
  expect(await ended(chat, runId)).toMatchObject({ state: 'stopped', notice: { by: 'app', text: 'Stopped.' } })
  expect(performance.now() - at).toBeLessThan(1_000)
  return at
}

describe('work that is never told of the stop, worker host', () => {
  it.each(['family', 'execa'])('19. a process with two grandchildren: %s', async (kind) => {
    using diary = new Diary()
    await using chat = await startTestChat(app, { host: 'worker' })
    const before = await resourcesOf(chat)
    const mark = newMark()
    const runId = ask(chat, { do: kind, file: diary.file, mark })
    // the shell, two more, and two that sleep
    await expect.poll(() => processesWith(mark).length, { timeout: 2_000 }).toBe(5)
    await stop(chat, runId)
    await expect.poll(() => processesWith(mark), { interval: 10, timeout: 500 }).toEqual([])
    expect(await settled(chat, runId)).toMatchObject({ stage: 'cooperative' })
    await pause(4_000)
    expect(diary.lines).toEqual(kind === 'family' ? ['went on'] : [])
    expect(await resourcesOf(chat)).toBe(before)
    expect(strayErrors(chat)).toEqual([])
  })

  it.each(['worker', 'process'] as const)(
    '19. the processes of a %s that has to be ended end with it',
    async (host) => {
      using diary = new Diary()
      await using chat = await startTestChat(app, { host, timings: { graceMs: 300 } })
      const [mark, left] = [newMark(), newMark()]
      expect(await ended(chat, ask(chat, { do: 'leaves', mark: left }))).toMatchObject({ state: 'completed' })
      const runId = ask(chat, { do: 'orphans', file: diary.file, mark })
      await expect.poll(() => processesWith(mark).length, { timeout: 2_000 }).toBe(10)
      await chat.waitFor('blocking')
      await pause(400)
      await chat.stop(runId)
      expect(await settled(chat, runId)).toMatchObject({ stage: 'killed' })
      await expect.poll(() => processesWith(mark), { interval: 10, timeout: 1_500 }).toEqual([])
      // A completed run left it on purpose: a worker's is nobody's affair, and a process takes along what it has started.
      expect(processesWith(left)).toHaveLength(host === 'worker' ? 1 : 0)
      await pause(4_000)
      expect(diary.lines).toEqual([])
    },
  )

  it('20. a thread of its own: ended after the grace, and no other begins', async () => {
    using diary = new Diary()
    await using chat = await startTestChat(app, { host: 'worker' })
    const before = await resourcesOf(chat)
    const runId = ask(chat, { do: 'thread', file: diary.file })
    await expect.poll(() => diary.count('thread wrote')).toBeGreaterThan(5)
    await stop(chat, runId)
    expect(await settled(chat, runId)).toMatchObject({ stage: 'forced', abandoned: [] })
    const wrote = diary.count('thread wrote')
    await pause(1_000)
    expect(diary.count('thread wrote')).toBe(wrote)
    expect(diary.lines.filter((line) => line !== 'thread wrote')).toEqual(['thread ended', 'AbortError: true'])
    expect(await resourcesOf(chat)).toBe(before)
    expect(strayErrors(chat)).toEqual([])
  })

  it.each(['forgotten', 'forgottenAndDeaf'])(
    '20. timers, intervals and promises that nobody awaits: %s',
    async (kind) => {
      using diary = new Diary()
      await using server = await PatientServer.start()
      await using chat = await startTestChat(app, { host: 'worker' })
      const before = await resourcesOf(chat)
      const runId = ask(chat, { do: kind, url: server.url, file: diary.file })
      await expect.poll(() => diary.count('tick')).toBeGreaterThan(5)
      await expect.poll(() => server.requests.length).toBeGreaterThan(3)
      const at = await stop(chat, runId)
      await expect.poll(() => server.requests.find(({ path }) => path === '/silent')?.cutAt).not.toBeNull()
      expect((server.requests.find(({ path }) => path === '/silent')?.cutAt ?? 0) - at).toBeLessThan(250)
      const requests = server.requests.length
      const isDeaf = kind === 'forgottenAndDeaf'
      expect(await settled(chat, runId)).toMatchObject({ stage: isDeaf ? 'forced' : 'cooperative' })
      const { lines } = diary
      await pause(4_000)
      expect(diary.lines).toEqual(lines)
      expect(new Set(lines)).toEqual(new Set(['tick']))
      expect(server.requests.length).toBe(requests)
      // connections that are kept for the next request belong to nobody
      expect((await resourcesOf(chat)).replaceAll('"TCPSocketWrap",', '').replace(/,?"TCPSocketWrap"/, '')).toBe(before)
      expect(strayErrors(chat)).toEqual([])
    },
  )

  it('22. a back-off of 30 s ends at once', async () => {
    await using server = await PatientServer.start()
    await using chat = await startTestChat(app, { host: 'worker' })
    const before = await resourcesOf(chat)
    const runId = ask(chat, { do: 'backOff', url: server.url })
    await expect.poll(() => server.requests.length).toBe(1)
    await pause(100)
    const at = await stop(chat, runId)
    expect(await settled(chat, runId)).toMatchObject({ stage: 'cooperative' })
    expect(performance.now() - at).toBeLessThan(500)
    expect((await resourcesOf(chat)).replace('"TCPSocketWrap"', '')).toBe(before)
  })

  it("22. a library's own back-off is cleared after the grace, and nothing is tried again", async () => {
    await using server = await PatientServer.start()
    await using chat = await startTestChat(app, { host: 'worker' })
    const runId = ask(chat, { do: 'libraryBackOff', url: server.url })
    await expect.poll(() => server.requests.length).toBe(1)
    await pause(100)
    await stop(chat, runId)
    expect(await settled(chat, runId)).toMatchObject({ stage: 'forced' })
    await pause(5_000)
    expect(server.requests.length).toBe(1)
    expect(await resourcesOf(chat)).not.toContain('Timeout')
    expect(strayErrors(chat)).toEqual([])
  })

  it.each(['fetch', 'undici', 'axios', 'openai', 'openaiStream'])(
    '23. a library that takes no signal: %s',
    async (kind) => {
      await using server = await PatientServer.start()
      await using chat = await startTestChat(app, { host: 'worker' })
      const runId = ask(chat, { do: kind, url: server.url })
      await expect.poll(() => server.requests.length).toBe(1)
      await pause(100)
      expect(server.requests[0]?.cutAt).toBeNull()
      const at = await stop(chat, runId)
      await expect.poll(() => server.requests[0]?.cutAt, { interval: 5 }).not.toBeNull()
      expect((server.requests[0]?.cutAt ?? Infinity) - at).toBeLessThan(250)
      await settled(chat, runId)
      await pause(3_000)
      expect(server.requests.length).toBe(1)
      await resourcesOf(chat)
      expect(strayErrors(chat)).toEqual([])
    },
  )
})

describe('the thread of the gateway', () => {
  const functions = () => [fetch, setTimeout, clearTimeout, http.request, ChildProcess.prototype, timers.setTimeout]

  it('is not touched by a worker host', async () => {
    const before = functions()
    const { spawn } = ChildProcess.prototype as unknown as { spawn: unknown }
    await using chat = await startTestChat(app, { host: 'worker' })
    await resourcesOf(chat)
    expect(functions()).toEqual(before)
    expect((ChildProcess.prototype as unknown as { spawn: unknown }).spawn).toBe(spawn)
  })

  it('is not touched by an inline host, so that nothing is ended there that was given no signal', async () => {
    const before = functions()
    await using server = await PatientServer.start()
    await using chat = await startTestChat(app, { host: 'inline' })
    const runId = ask(chat, { do: 'axios', url: server.url })
    await expect.poll(() => server.requests.length).toBe(1)
    await stop(chat, runId)
    await settled(chat, runId)
    await pause(500)
    expect(server.requests[0]?.cutAt).toBeNull()
    expect(functions()).toEqual(before)
  })
})
