import { exec, execFile, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import http, { get, request } from 'node:http'
import { writeFileSync } from 'node:fs'
import { scheduler, setImmediate as immediate, setInterval as ticks, setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import axios from 'axios'
import { execa } from 'execa'
import OpenAI from 'openai'
import * as undici from 'undici'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isStop, StopError } from '@chatwright/protocol'
import { createApp } from '../app/create-app.ts'
import type { ChatContext } from '../chat/chat-context.ts'
import { serveTest, watchRejections, type TestLink } from '../testing/test-link.ts'
import { installAmbientStop } from './index.ts'
import { pause, processesWith, World } from './test-world.ts'

let world: World
let rejections: ReturnType<typeof watchRejections>
let uninstall: () => void
const uncaught: unknown[] = []
const onUncaught = (error: unknown): void => void uncaught.push(error)

beforeAll(() => {
  uninstall = installAmbientStop()
  process.on('uncaughtException', onUncaught)
})
afterAll(() => {
  uninstall()
  process.off('uncaughtException', onUncaught)
})
beforeEach(async () => {
  world = await World.start()
  rejections = watchRejections()
})
afterEach(async () => {
  await pause(20)
  rejections.stop()
  await world[Symbol.asyncDispose]()
  expect(rejections.seen).toEqual([])
  expect(uncaught.splice(0)).toEqual([])
})

/** An app whose handler does `work`, and how that ended. */
async function working(work: (chat: ChatContext) => unknown, options: { ambientStop?: boolean } = {}) {
  const app = createApp(options)
  const outcome: { error?: unknown; value?: unknown; settledAt?: number } = {}
  app.onMessage(async (_, chat) => {
    try {
      outcome.value = await work(chat)
    } catch (error) {
      outcome.error = error; console.error(error)
      throw error
    } finally {
      outcome.settledAt = performance.now()
    }
  })
  app.onError(() => 'hide' as const)
  const link = await serveTest(app)
  return { link, outcome, runId: link.ask() }
}

/** Stops a run, and gives when. */
function stop(link: TestLink, runId: string): number {
  link.stop(runId)
  return performance.now()
}

describe.each<[name: string, call: () => Promise<unknown>, path: string, direct: boolean]>([
  ['fetch, no answer yet', () => fetch(world.url('/silent')), '/silent', true],
  ['fetch of a Request', () => fetch(new Request(world.url('/silent'))), '/silent', true],
  [
    'fetch with a signal of its own',
    () => fetch(world.url('/silent'), { signal: AbortSignal.timeout(60_000) }),
    '/silent',
    true,
  ],
  ['the text of a fetch', async () => (await fetch(world.url('/stream'))).text(), '/stream', true],
  [
    'the body of a fetch, read in pieces',
    async () => {
      for await (const _ of (await fetch(world.url('/stream'))).body ?? []);
    },
    '/stream',
    true,
  ],
  ['undici.fetch', () => undici.fetch(world.url('/silent')), '/silent', false],
  ['undici.request', () => undici.request(world.url('/silent')), '/silent', true],
  ['the body of undici.request', async () => (await undici.request(world.url('/stream'))).body.text(), '/stream', false],
  [
    'undici with an agent of its own',
    () => undici.request(world.url('/silent'), { dispatcher: new undici.Agent({ keepAliveTimeout: 10 }) }),
    '/silent',
    true,
  ],
  ['axios', () => axios.get(world.url('/silent')), '/silent', false],
  ['axios with a stream', async () => (await axios.get(world.url('/stream'))).data, '/stream', false],
  ['http.request', async () => once(http.request(world.url('/silent')).end(), 'response'), '/silent', false],
  ['request, a named import', async () => once(request(world.url('/silent')).end(), 'response'), '/silent', false],
  ['get', async () => once(get(world.url('/silent')), 'response'), '/silent', false],
  [
    'the body of get',
    async () => {
      const [response] = (await once(get(world.url('/stream')), 'response')) as [http.IncomingMessage]
      for await (const _ of response);
    },
    '/stream',
    false,
  ],
  [
    'openai, which retries',
    () => new OpenAI({ apiKey: 'none', baseURL: world.url('/silent') }).models.list(),
    '/silent',
    false,
  ],
  [
    'openai, streaming',
    async () => {
      const client = new OpenAI({ apiKey: 'none', baseURL: world.url('/stream') })
      const stream = await client.chat.completions.create({ model: 'm', messages: [], stream: true })
      for await (const _ of stream);
      throw new Error('the stream ended as if it had been all')
    },
    '/stream',
    false,
  ],
])('%s', (_, call, path, direct) => {
  it('ends with the run, though it was given no signal, and is not tried again', async () => {
    const { link, outcome, runId } = await working(call)
    await link.until(() => world.requests.length === 1, 'the request')
    await pause(50)
    expect(world.requests[0]).toMatchObject({ cutAt: null })
    const stoppedAt = stop(link, runId)
    await expect.poll(() => world.requests[0]?.cutAt, { interval: 5 }).not.toBeNull()
    expect((world.requests[0]?.cutAt ?? 0) - stoppedAt).toBeLessThan(250)
    await link.settled(runId)
    if (direct) expect(outcome.error).toBeInstanceOf(StopError)
    // openai waits and tries again, up to twice and two seconds
    await pause(2_500)
    expect(world.requests.map((seen) => seen.path.slice(0, path.length))).toEqual([path])
    expect(link.order(runId)).toEqual(['stop-seen', 'notice', 'settled'])
    if (outcome.error !== undefined && !/openai/.test(expect.getState().currentTestName ?? ''))
      expect(isStop(outcome.error)).toBe(true)
  })

  it('is refused behind the fence', async () => {
    const errors: unknown[] = []
    const { link, runId } = await working(async (chat) => {
      await chat.sleep(60_000).catch(() => undefined)
      for (let attempt = 0; attempt < 2; attempt++) await call().catch((error: unknown) => errors.push(error))
    })
    await pause(20)
    link.stop(runId)
    await link.settled(runId)
    await pause(100)
    expect(world.requests).toEqual([])
    expect(errors.length).toBeGreaterThan(0)
    expect(errors.map(isStop)).toEqual(errors.map(() => true))
  })
})

describe('waits of node:timers/promises', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['setTimeout', () => wait(60_000)],
    ['scheduler.wait', () => scheduler.wait(60_000)],
    ['setTimeout with a signal', () => wait(60_000, null, { signal: new AbortController().signal })],
    ['promisify(setTimeout)', () => promisify(setTimeout)(60_000)],
    [
      'setInterval',
      async () => {
        for await (const _ of ticks(10));
      },
    ],
    [
      'setImmediate',
      async () => {
        for (;;) await immediate()
      },
    ],
  ])('%s', async (_, call) => {
    const { link, outcome, runId } = await working(call)
    await pause(50)
    expect(outcome.settledAt).toBeUndefined()
    const stoppedAt = stop(link, runId)
    expect(await link.settled(runId)).toMatchObject({ stage: 'cooperative', abandoned: [] })
    expect(outcome.error).toBeInstanceOf(StopError)
    expect((outcome.settledAt ?? Infinity) - stoppedAt).toBeLessThan(100)
  })

  it('give what they gave', async () => {
    const { link, outcome, runId } = await working(async () => {
      const seen: unknown[] = [await wait(1, 'a'), await immediate('b'), await scheduler.wait(1)]
      for await (const value of ticks(1, 'c')) {
        seen.push(value)
        if (seen.length === 5) break
      }
      return seen
    })
    await link.done(runId)
    expect(outcome.value).toEqual(['a', 'b', undefined, 'c', 'c'])
  })
})

describe('child processes', () => {
  /** A shell with two children; one of them has one more. */
  const family = (mark: number): string => `sleep ${mark} & (sleep ${mark}; true) & wait`

  it.each<[string, (command: string) => unknown]>([
    ['spawn', async (command) => once(spawn('sh', ['-c', command]), 'exit')],
    ['exec', (command) => promisify(exec)(command)],
    ['execFile', (command) => promisify(execFile)('sh', ['-c', command])],
    ['execa', (command) => execa('sh', ['-c', command])],
    ['spawn with a group of its own', async (command) => once(spawn('sh', ['-c', command], { detached: true }), 'exit')],
  ])('%s and its grandchildren are gone', async (name, call) => {
    const mark = 7_000 + Math.floor(Math.random() * 90_000)
    const { link, outcome, runId } = await working(() => call(family(mark)))
    await expect.poll(() => processesWith(`sleep ${mark}`).length).toBeGreaterThanOrEqual(3)
    const stoppedAt = stop(link, runId)
    await expect.poll(() => processesWith(`sleep ${mark}`), { interval: 5 }).toEqual([])
    expect(performance.now() - stoppedAt).toBeLessThan(500)
    expect(await link.settled(runId)).toMatchObject({ stage: 'cooperative', abandoned: [] })
    if (!name.startsWith('spawn')) expect(isStop(outcome.error)).toBe(true)
  })

  it('that do not listen are killed after the grace, in a second press at once', async () => {
    const mark = 7_000 + Math.floor(Math.random() * 90_000)
    const deaf = `trap '' TERM; (trap '' TERM; sleep ${mark}; sleep ${mark}) & sleep ${mark}; sleep ${mark}`
    const { link, runId } = await working(() => once(spawn('sh', ['-c', deaf]), 'exit'))
    await expect.poll(() => processesWith(`sleep ${mark}`).length).toBeGreaterThanOrEqual(3)
    link.stop(runId)
    await pause(500)
    expect(processesWith(`sleep ${mark}`).length).toBeGreaterThan(0)
    link.send({ type: 'force', runId })
    await expect.poll(() => processesWith(`sleep ${mark}`), { interval: 10, timeout: 500 }).toEqual([])
    expect(await link.settled(runId)).toMatchObject({ stage: 'forced', abandoned: [] })
  })

  it('are not started behind the fence, in whatever way', async () => {
    const errors: unknown[] = []
    const { link, runId } = await working(async (chat) => {
      await chat.sleep(60_000).catch(() => undefined)
      const touch = `touch ${world.file('late')}`
      const module = world.file('late.mjs')
      writeFileSync(module, `import { writeFileSync } from 'node:fs'\nwriteFileSync('${world.file('late')}', '')\n`)
      const note = (error: unknown): unknown => errors.push(error)
      await promisify(exec)(touch).catch(note)
      await execa('sh', ['-c', touch]).catch(note)
      await once(spawn('sh', ['-c', touch]), 'exit').catch(note)
      await once(fork(module), 'exit').catch(note)
      spawn('sh', ['-c', touch])
    })
    await pause(20)
    link.stop(runId)
    await link.settled(runId)
    await pause(300)
    expect(world.read('late')).toBeNull()
    expect(errors.map(isStop)).toEqual([true, true, true, true])
  })
})
