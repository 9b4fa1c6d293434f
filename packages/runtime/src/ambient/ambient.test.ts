import { exec, execFile, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import http, { get, request } from 'node:http'
import https from 'node:https'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { writeFileSync } from 'node:fs'
import { scheduler, setImmediate as immediate, setInterval as ticks, setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import axios from 'axios'
import { execa } from 'execa'
import OpenAI from 'openai'
import * as undici from 'undici'
import { describe, expect, it } from 'vitest'
import { isStop, StopError } from '@chatwright/protocol'
import type { TestLink } from '../testing/test-link.ts'
import { ambientTests } from '../testing/ambient-tests.ts'
import { pause, processesWith } from '../testing/world.ts'

const { world, working } = ambientTests()

/** Stops a run, and gives when. */
function stop(link: TestLink, runId: string): number {
  link.stop(runId)
  return performance.now()
}

/** `told`: what the call fails with. The run's own error, one that has it as a cause, or one of the library's. */
describe.each<[name: string, call: () => Promise<unknown>, path: string, told: 'itself' | 'cause' | 'else']>([
  ['fetch, no answer yet', () => fetch(world().url('/silent')), '/silent', 'itself'],
  ['fetch of a Request', () => fetch(new Request(world().url('/silent'))), '/silent', 'itself'],
  [
    'fetch with a signal of its own',
    () => fetch(world().url('/silent'), { signal: AbortSignal.timeout(60_000) }),
    '/silent',
    'itself',
  ],
  ['the text of a fetch', async () => (await fetch(world().url('/stream'))).text(), '/stream', 'itself'],
  [
    'the body of a fetch, read in pieces',
    async () => {
      for await (const _ of (await fetch(world().url('/stream'))).body ?? []);
    },
    '/stream',
    'itself',
  ],
  ['undici.fetch', () => undici.fetch(world().url('/silent')), '/silent', 'cause'],
  ['undici.request', () => undici.request(world().url('/silent')), '/silent', 'itself'],
  [
    'the body of undici.request',
    async () => (await undici.request(world().url('/stream'))).body.text(),
    '/stream',
    'cause',
  ],
  [
    'undici with an agent of its own',
    () => undici.request(world().url('/silent'), { dispatcher: new undici.Agent({ keepAliveTimeout: 10 }) }),
    '/silent',
    'itself',
  ],
  ['axios', () => axios.get(world().url('/silent')), '/silent', 'cause'],
  ['axios with a stream', async () => (await axios.get(world().url('/stream'))).data, '/stream', 'else'],
  ['http.request', async () => once(http.request(world().url('/silent')).end(), 'response'), '/silent', 'cause'],
  ['request, a named import', async () => once(request(world().url('/silent')).end(), 'response'), '/silent', 'cause'],
  ['get', async () => once(get(world().url('/silent')), 'response'), '/silent', 'cause'],
  [
    'the body of get',
    async () => {
      const [response] = (await once(get(world().url('/stream')), 'response')) as [http.IncomingMessage]
      for await (const _ of response);
    },
    '/stream',
    'cause',
  ],
  [
    'openai, which retries',
    () => new OpenAI({ apiKey: 'none', baseURL: world().url('/silent') }).models.list(),
    '/silent',
    'cause',
  ],
  [
    'openai, streaming',
    async () => {
      const client = new OpenAI({ apiKey: 'none', baseURL: world().url('/stream') })
      const stream = await client.chat.completions.create({ model: 'm', messages: [], stream: true })
      for await (const _ of stream);
      throw new Error('the stream ended as if it had been all')
    },
    '/stream',
    'cause',
  ],
])('%s', (name, call, path, told) => {
  // 250 ms is what 95 of 100 tries have to keep, and here the far side shares the thread of the near one.
  it('ends with the run, though it was given no signal, and is not tried again', { retry: 1 }, async () => {
    const { link, outcome, runId } = await working(call)
    await link.until(() => world().requests.length === 1, 'the request')
    await pause(50)
    expect(world().requests[0]).toMatchObject({ cutAt: null })
    const stoppedAt = stop(link, runId)
    await expect.poll(() => world().requests[0]?.cutAt, { interval: 5 }).not.toBeNull()
    expect((world().requests[0]?.cutAt ?? 0) - stoppedAt).toBeLessThan(250)
    await link.settled(runId)
    // openai waits and tries again, up to twice and two seconds
    await pause(name.startsWith('openai') ? 2_500 : 300)
    if (told === 'itself') expect(outcome.error).toBeInstanceOf(StopError)
    if (told !== 'else') expect(isStop(outcome.error)).toBe(true)
    expect(world().requests.map((seen) => seen.path.slice(0, path.length))).toEqual([path])
    expect(link.order(runId)).toEqual(['stop-seen', 'notice', 'settled'])
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
    expect(world().requests).toEqual([])
    expect(errors.length).toBeGreaterThan(0)
    expect(errors.map(isStop)).toEqual(errors.map(() => true))
  })
})

it.each(['given the signal', 'given none'])(
  'fetch, %s, is told of a stop that comes while it is being called',
  async (how) => {
    let raise = (): void => {}
    const { link, outcome, runId } = await working(async (chat) => {
      await pause(20)
      const method = { get: (): string => (raise(), 'GET'), enumerable: true }
      await fetch(
        world().url('/silent'),
        Object.defineProperty(how === 'given none' ? {} : { signal: chat.signal }, 'method', method),
      )
    })
    raise = () => link.raise(runId)
    await expect.poll(() => outcome.settledAt).toBeDefined()
    link.stop(runId)
    await link.settled(runId)
    await pause(50)
    expect(isStop(outcome.error)).toBe(true)
    expect(world().requests.filter(({ cutAt }) => cutAt === null)).toEqual([])
  },
)

it('https ends with the run, here while it shakes hands', async () => {
  let socket: Socket | undefined
  const server = createServer((accepted) => (socket = accepted)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { link, outcome, runId } = await working(() => once(https.get(`https://127.0.0.1:${port}/`), 'response'))
  await link.until(() => socket !== undefined, 'the connection')
  const closed = once(socket as Socket, 'close')
  socket?.resume().on('error', () => undefined)
  const stoppedAt = stop(link, runId)
  await closed
  expect(performance.now() - stoppedAt).toBeLessThan(250)
  expect(await link.settled(runId)).toMatchObject({ stage: 'cooperative' })
  expect(isStop(outcome.error)).toBe(true)
  server.close()
})

it('https is refused behind the fence, too', async () => {
  const errors: unknown[] = []
  const { link, runId } = await working(async (chat) => {
    await chat.sleep(60_000).catch(() => undefined)
    const options = { hostname: '127.0.0.1', port: world().port, agent: new https.Agent({ keepAlive: true }) }
    const address = `https://127.0.0.1:${world().port}/`
    for (const call of [() => https.request(options).end(), () => https.get(address), () => https.get(address, {})]) {
      await once(call(), 'response').catch((error: unknown) => errors.push(error))
    }
    https.get(options)
  })
  await pause(20)
  link.stop(runId)
  await link.settled(runId)
  await pause(100)
  expect(errors.map(isStop)).toEqual([true, true, true])
  expect(world().connections).toBe(0)
})

describe.each<[name: string, call: () => Promise<unknown>]>([
  ['fetch', async () => (await fetch(world().url('/'))).text()],
  ['undici', async () => (await undici.request(world().url('/'))).body.text()],
  ['http', async () => ((await once(http.get(world().url('/')), 'response')) as [http.IncomingMessage])[0].resume()],
  ['timers', () => wait(1)],
  ['spawn', async () => once(spawn('sh', ['-c', `echo >> ${world().file('runs')}`]), 'exit')],
  ['exec', () => promisify(exec)(`echo >> ${world().file('runs')}`)],
])('a loop of %s that catches everything', (_, call) => {
  it('gets nowhere, and holds nobody up', async () => {
    const counts = { worked: 0, refused: 0, failed: 0 }
    const over = new AbortController()
    const { link, runId } = await working(async () => {
      while (!over.signal.aborted) {
        try {
          await call()
          counts.worked++
        } catch (error) {
          if (isStop(error)) counts.refused++
          else counts.failed++
        }
      }
    })
    await expect.poll(() => counts.worked).toBeGreaterThan(3)
    link.stop(runId)
    await expect.poll(() => counts.refused).toBeGreaterThan(0)
    const { worked } = counts
    const requests = world().requests.length
    const runs = world().read('runs')
    const from = performance.now()
    for (let turn = 0; turn < 50; turn++) await pause(10)
    // a loop that does not turn would keep this waiting for ever
    expect(performance.now() - from).toBeLessThan(5_000)
    link.send({ type: 'force', runId })
    expect(await link.settled(runId)).toMatchObject({ stage: 'forced', abandoned: ['onMessage'] })
    const { refused } = counts
    expect(refused).toBeGreaterThan(5)
    await pause(500)
    expect(counts.refused).toBeGreaterThan(refused)
    expect(counts).toMatchObject({ worked, failed: 0 })
    expect(world().requests.length).toBe(requests)
    expect(world().read('runs')).toBe(runs)
    over.abort()
    await pause(100)
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
    [
      'spawn with a group of its own',
      async (command) => once(spawn('sh', ['-c', command], { detached: true }), 'exit'),
    ],
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
      const touch = `touch ${world().file('late')}`
      const module = world().file('late.mjs')
      writeFileSync(module, `import { writeFileSync } from 'node:fs'\nwriteFileSync('${world().file('late')}', '')\n`)
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
    expect(world().read('late')).toBeNull()
    expect(errors.map(isStop)).toEqual([true, true, true, true])
  })
})
