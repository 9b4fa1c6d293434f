import { spawn } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { Agent, request } from 'undici'
import { describe, expect, it } from 'vitest'
import { installAmbientStop } from './index.ts'
import { ambientTests } from '../testing/ambient-tests.ts'
import { pause, processesWith } from '../testing/world.ts'

const { world, working } = ambientTests()

/** Some of everything, in 400 ms. */
async function someOfEverything(): Promise<string> {
  await wait(100)
  const answer = await (await fetch(world().url('/'))).text()
  const request = http.get(world().url('/'))
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  response.resume()
  const [code] = (await once(spawn('sleep', ['0.2']), 'exit')) as [number]
  await wait(100)
  return `${answer} ${response.statusCode} ${code}`
}

describe('what a stop does not end', () => {
  it('is what goes on in a shield, and what is begun in it', async () => {
    let value: unknown
    const { link, runId } = await working((chat) =>
      chat.shield(async () => {
        value = await someOfEverything()
      }),
    )
    await pause(50)
    link.stop(runId)
    expect(await link.settled(runId)).toMatchObject({ stage: 'cooperative', abandoned: [] })
    expect(value).toBe('hello 200 0')
  })

  it('is a shield that lasts longer than the grace; only then is the rest destroyed', async () => {
    const mark = 7_000 + Math.floor(Math.random() * 90_000)
    let value: unknown
    let ticks = 0
    const { link, runId } = await working(async (chat) => {
      setInterval(() => ticks++, 10)
      await chat.shield(async () => {
        const child = spawn('sh', ['-c', `sleep 0.8; sleep 0.0${mark}`])
        value = (await once(child, 'exit'))[0]
      })
    })
    await pause(50)
    link.stop(runId)
    link.send({ type: 'force', runId })
    await pause(300)
    const before = ticks
    await pause(100)
    expect(ticks).toBeGreaterThan(before)
    await link.settled(runId)
    expect(value).toBe(0)
    const after = ticks
    await pause(100)
    expect(ticks).toBe(after)
  })

  it('ends at the deadline of its shield', async () => {
    const { link, outcome, runId } = await working((chat) =>
      chat.shield(() => fetch(world().url('/silent')), { deadlineMs: 200 }),
    )
    await link.until(() => world().requests.length === 1, 'the request')
    link.stop(runId)
    await pause(100)
    expect(world().requests[0]).toMatchObject({ cutAt: null })
    await link.settled(runId)
    await expect.poll(() => world().requests[0]?.cutAt).not.toBeNull()
    expect(outcome.error).toMatchObject({ code: 'stopped' })
  })

  it('is the clean-up', async () => {
    let value: unknown
    const { link, runId } = await working(async (chat) => {
      chat.defer(async () => {
        value = await someOfEverything()
      })
      await wait(60_000)
    })
    await pause(50)
    link.stop(runId)
    await link.settled(runId)
    expect(value).toBe('hello 200 0')
  })

  it('is onStop', async () => {
    const { link, runId } = await working(() => wait(60_000), { onStop: someOfEverything })
    await pause(50)
    link.stop(runId)
    expect((await link.notice(runId)).notice).toEqual({ by: 'app', text: 'hello 200 0' })
    await link.settled(runId)
  })

  it('is another run, also on the same connections', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
    const get = async (path: string): Promise<unknown> => once(http.get(world().url(path), { agent }), 'response')
    const { link, outcome, runId } = await working(async (_, text) => {
      if (text === 'other') return await Promise.all([fetch(world().url('/silent')), wait(800, 'done')])
      const [response] = (await get('/')) as [http.IncomingMessage]
      response.resume()
      await fetch(world().url('/')).then((answer) => answer.text())
      return await wait(60_000)
    })
    await pause(50)
    // A connection of the first run serves one that is outside any run, and one of another run.
    const outside = get('/silent')
    outside.catch(() => undefined)
    const other = link.ask({ text: 'other' })
    await link.until(() => world().requests.length === 4, 'the requests')
    const { connections } = world()
    link.stop(runId)
    link.send({ type: 'force', runId })
    await link.settled(runId)
    await pause(300)
    expect(outcome.error).toMatchObject({ code: 'stopped' })
    expect(world().requests.map(({ cutAt }) => cutAt)).toEqual([null, null, null, null])
    expect(connections).toBe(2)
    link.stop(other)
    await link.settled(other)
    agent.destroy()
  })

  it('is another run whose request waits for the connection of the stopped one', async () => {
    const dispatcher = new Agent({ connections: 2 })
    const get = async (path: string): Promise<string> => (await request(world().url(path), { dispatcher })).body.text()
    const { link, runId } = await working((_, text) =>
      text === 'other' ? get('/silent') : Promise.all([get('/stream'), get('/stream')]),
    )
    await link.until(() => world().requests.length === 2, 'the first requests')
    const other = link.ask({ text: 'other' })
    await pause(50)
    link.stop(runId)
    await link.settled(runId)
    await link.until(() => world().requests.length === 3, 'the one that waited')
    await pause(200)
    expect(world().requests[2]).toMatchObject({ path: '/silent', cutAt: null })
    link.stop(other)
    await dispatcher.destroy()
    await link.settled(other)
  })

  it('is an app that does without', async () => {
    let value: unknown
    const { link, runId } = await working(async () => (value = await someOfEverything()), { ambientStop: false })
    await pause(50)
    link.stop(runId)
    await link.settled(runId)
    expect(value).toBe('hello 200 0')
  })

  it('is the report of a failure, though not when the reader stops that too', async () => {
    const { link, runId } = await working(async (chat) => {
      void (async () => {
        await new Promise((resolve) => setTimeout(resolve, 100))
        await (await fetch(world().url('/'))).text()
        await fetch(world().url('/silent'))
      })().catch(() => undefined)
      void chat.shield(() => new Promise((resolve) => setTimeout(resolve, 1_000))).catch(() => undefined)
      throw new Error('it failed')
    })
    await link.until(() => world().requests.length === 2, 'the requests')
    expect(world().requests.map(({ cutAt }) => cutAt)).toEqual([null, null])
    link.stop(runId)
    await link.settled(runId)
    await expect.poll(() => world().requests[1]?.cutAt).not.toBeNull()
  })

  it('is what a run left behind that ended by itself', async () => {
    const mark = 7_000 + Math.floor(Math.random() * 90_000)
    let ticks = 0
    const { link, runId } = await working(() => {
      const timer = setInterval(() => {
        if (++ticks === 20) clearInterval(timer)
      }, 10)
      void fetch(world().url('/silent')).catch(() => undefined)
      spawn('sleep', [`${mark}`])
    })
    await link.done(runId)
    await pause(400)
    expect(ticks).toBe(20)
    expect(world().requests[0]).toMatchObject({ cutAt: null })
    const [pid = 0] = processesWith(`sleep ${mark}`)
    process.kill(pid)
  })
})

it('what is left in a shield, a clean-up or onStop ends with the run at the latest', async () => {
  let ticks = 0
  const forget = (): void => {
    setInterval(() => ticks++, 10)
    void fetch(world().url('/silent')).catch(() => undefined)
  }
  const { link, runId } = await working(
    async (chat) => {
      chat.defer(forget)
      await chat.shield(forget)
      await chat.sleep(60_000)
    },
    { onStop: forget },
  )
  await pause(50)
  link.stop(runId)
  await link.settled(runId)
  const before = ticks
  await pause(200)
  expect(ticks).toBe(before)
  expect(world().requests.map(({ cutAt }) => cutAt)).not.toContain(null)
})

it('installing twice changes nothing, and the last one out restores all', async () => {
  const installed = [fetch, setTimeout, http.request]
  const uninstall = installAmbientStop()
  expect([fetch, setTimeout, http.request]).toEqual(installed)
  uninstall()
  uninstall()
  const { link, runId } = await working(() => fetch(world().url('/silent')))
  await link.until(() => world().requests.length === 1, 'the request')
  link.stop(runId)
  await expect.poll(() => world().requests[0]?.cutAt).not.toBeNull()
  await link.settled(runId)
})
