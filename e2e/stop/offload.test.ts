import { readdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openTestTab, startTestChat, type TestTab } from 'chatwright/testing'
import { describe, expect, it } from 'vitest'
import { ServedApp } from '../lib/cli.ts'
import { Diary, ended, pause, saidBy } from '../lib/jobs.ts'

const app = new URL('./apps/heavy.ts', import.meta.url)
const isLinux = process.platform === 'linux'

/** The threads of this process, as the system counts them. */
const threads = (): number => readdirSync('/proc/self/task').length

function ask(tab: TestTab, job: string, diary: Diary): string {
  return tab.view.send(job, { do: job, file: diary.file }).runId
}

/** What the app tells of a call: what it gave, or how it failed. */
async function told(tab: TestTab, job: string, diary: Diary): Promise<Record<string, unknown>> {
  const runId = ask(tab, job, diary)
  expect(await ended(tab, runId)).toMatchObject({ state: 'completed' })
  return JSON.parse(saidBy(tab, runId).replaceAll(/^```json\n|\n```$/g, '')) as Record<string, unknown>
}

describe.each(['inline', 'worker'] as const)('offloaded work, %s host', (host) => {
  it('does a function and a module in a thread of their own, and gives what they give', async () => {
    using diary = new Diary()
    await using chat = await startTestChat(app, { host })
    expect(await told(chat, 'add', diary)).toEqual({ gave: { sum: 42, isElsewhere: true } })
    expect(await told(chat, 'module', diary)).toEqual({ gave: { words: 4, longest: 'notwithstanding' } })
    expect(await told(chat, 'fills', diary)).toEqual({ gave: { here: 0, first: 7, length: 1_000 } })
  })

  it('says what cannot be sent, and what to do', async () => {
    using diary = new Diary()
    await using chat = await startTestChat(app, { host })
    expect(await told(chat, 'closes', diary)).toMatchObject({
      code: 'offload_failed',
      message: expect.stringContaining('uses outside'),
      fix: expect.stringContaining('closes over nothing'),
    })
    expect(await told(chat, 'bound', diary)).toMatchObject({
      code: 'bad_option',
      message: expect.stringMatching(/bind/),
    })
    expect(await told(chat, 'argument', diary)).toMatchObject({
      code: 'bad_option',
      message: expect.stringMatching(/cannot be sent/),
    })
    expect(await told(chat, 'unclonable', diary)).toMatchObject({
      code: 'offload_failed',
      message: expect.stringMatching(/cannot be sent back/),
    })
    expect(await told(chat, 'noExport', diary)).toMatchObject({
      message: expect.stringMatching(/no function nothing.*writeForever/),
    })
    expect(await told(chat, 'noFile', diary)).toMatchObject({
      code: 'offload_failed',
      message: expect.stringMatching(/not-there/),
    })
  })

  it('throws what the work threw, with its place, and outlives every way a worker can end', async () => {
    using diary = new Diary()
    await using chat = await startTestChat(app, { host })
    const failed = await told(chat, 'fails', diary)
    expect(failed).toMatchObject({ name: 'RangeError', message: 'too heavy' })
    expect(failed['stack']).toMatch(/heavy-work\.ts:22[^]*heavy\.ts:\d+/)
    expect(await told(chat, 'crashes', diary)).toMatchObject({ message: 'thrown in a timer of the worker' })
    expect(await told(chat, 'leaves', diary)).toMatchObject({
      code: 'offload_failed',
      message: expect.stringMatching(/with code 7/),
    })
    expect(await told(chat, 'add', diary)).toMatchObject({ gave: { sum: 42 } })
  })

  it('7. a stop ends the worker at once: the file stops growing, the thread is gone', async () => {
    using diary = new Diary()
    await using chat = await startTestChat(app, { host })
    await told(chat, 'module', diary)
    await pause(200)
    const before = isLinux ? threads() : 0
    const runId = ask(chat, 'writes', diary)
    await expect.poll(() => diary.count('wrote')).toBeGreaterThan(5)
    if (isLinux) expect(threads()).toBeGreaterThan(before)
    const pressedAt = performance.now()
    await chat.stop(runId)
    expect(await ended(chat, runId)).toMatchObject({ state: 'stopped' })
    await chat.waitFor(() => chat.events.some((event) => event.type === 'run-settled'))
    expect(performance.now() - pressedAt).toBeLessThan(1_000)
    const wrote = diary.count('wrote')
    await pause(1_000)
    expect(diary.count('wrote')).toBe(wrote)
    expect(diary.count('handler settled')).toBe(1)
    expect(chat.events.find((event) => event.type === 'run-settled')).toMatchObject({
      stage: 'cooperative',
      abandoned: [],
    })
    if (isLinux) expect(threads()).toBeLessThanOrEqual(before)
    expect(await told(chat, 'add', diary)).toMatchObject({ gave: { sum: 42 } })
  })

  it('ends when its time is over, and is waited for when nobody else does', async () => {
    using diary = new Diary()
    await using chat = await startTestChat(app, { host })
    expect(await told(chat, 'late', diary)).toMatchObject({
      code: 'timed_out',
      message: expect.stringMatching(/600 ms/),
    })
    const wrote = diary.count('wrote')
    expect(wrote).toBeGreaterThan(5)
    await pause(500)
    expect(diary.count('wrote')).toBe(wrote)
    const runId = ask(chat, 'forgotten', diary)
    expect(await ended(chat, runId)).toMatchObject({ state: 'failed' })
    expect(diary.count('wrote')).toBeGreaterThan(wrote + 5)
  })

  it('10. goes on in a shield and in a clean-up, until their time is over', async () => {
    using diary = new Diary()
    await using chat = await startTestChat(app, { host })
    const runId = ask(chat, 'shielded', diary)
    await chat.waitFor(() => saidBy(chat, runId) !== '')
    await pause(150)
    await chat.stop(runId)
    await expect.poll(() => diary.lines, { timeout: 5_000 }).toContain('saved')
    await expect.poll(() => diary.lines).toContain('deferred 42')
    await pause(300)
    expect(diary.lines).not.toContain('went on')

    const long = ask(chat, 'shieldedTooLong', diary)
    await expect.poll(() => diary.count('wrote')).toBeGreaterThan(5)
    await chat.stop(long)
    await ended(chat, long)
    await pause(1_500)
    const wrote = diary.count('wrote')
    await pause(1_000)
    expect(diary.count('wrote')).toBe(wrote)
  })
})

it.each(['besideBlock', 'besideExit'])('%s: it ends with the worker it was begun in', async (job) => {
  using diary = new Diary()
  await using chat = await startTestChat(app, { host: 'worker', timings: { graceMs: 300 } })
  const runId = ask(chat, job, diary)
  await expect.poll(() => diary.count('wrote')).toBeGreaterThan(5)
  if (job === 'besideBlock') {
    await chat.waitFor(() => saidBy(chat, runId) !== '')
    await chat.stop(runId)
    await chat.waitFor(() => chat.events.some((event) => event.type === 'run-settled'))
  }
  expect(await ended(chat, runId)).toMatchObject({ state: job === 'besideBlock' ? 'stopped' : 'lost' })
  await pause(300)
  const wrote = diary.count('wrote')
  await pause(1_000)
  expect(diary.count('wrote')).toBe(wrote)
})

it('a module that was changed is bundled anew, also for an app that stays as it is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'chatwright-e2e-'))
  const dataDir = join(folder, 'data')
  const write = (file: string, text: string) => writeFile(join(folder, file), text)
  await write('package.json', '{ "type": "module" }')
  await write('part.ts', 'export const part: string = "first"')
  await write('work.ts', "import { part } from './part'\nexport default (word: string): string => `${part} ${word}`")
  await write(
    'app.ts',
    `import { createApp } from 'chatwright'
     const app = createApp()
     app.onMessage(async (message, chat) => {
       try {
         const gave = await chat.offload(new URL('./work.ts', import.meta.url), { args: [message.text] })
         await chat.send(String(gave))
       } catch (error) {
         await chat.send((error as Error).message)
       }
     })
     export default app`,
  )
  {
    await using served = await ServedApp.start(join(folder, 'app.ts'), { dataDir, command: 'dev' })
    await using tab = await openTestTab({ url: served.url })
    expect(await tab.say('time')).toBe('first time')
    await write('part.ts', 'export const part: string = "second"')
    expect(await tab.say('time')).toBe('second time')
    await write('work.ts', 'export default (word: string): string => {')
    expect(await tab.say('time')).toMatch(/work\.ts cannot be loaded/)
    await write('work.ts', 'export default (word: string): string => `third ${word}`')
    expect(await tab.say('time')).toBe('third time')
  }
  await rm(folder, { recursive: true, force: true })
})

it('work that devours all memory, or would kill its process, is ended and harms nobody', async () => {
  using diary = new Diary()
  const dataDir = await mkdtemp(join(tmpdir(), 'chatwright-e2e-'))
  {
    await using served = await ServedApp.start(app, { dataDir, env: { NODE_OPTIONS: '--max-old-space-size=128' } })
    await using tab = await openTestTab({ url: served.url })
    expect(await told(tab, 'devours', diary)).toMatchObject({
      code: 'offload_failed',
      message: 'the glutton ran out of memory and was ended.',
    })
    expect(await told(tab, 'kills', diary)).toMatchObject({ code: 'offload_failed' })
    expect(await told(tab, 'module', diary)).toMatchObject({ gave: { words: 4 } })
  }
  await rm(dataDir, { recursive: true, force: true })
})
