import { appendFileSync, existsSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { ambientTests } from '../testing/ambient-tests.ts'
import { pause } from '../testing/world.ts'

const { world, working } = ambientTests()

describe('plain timers', () => {
  it('go on during the grace, and are cleared after it', async () => {
    const { link, runId } = await working(async () => {
      setInterval(() => appendFileSync(world().file('ticks'), '.'), 20)
      setTimeout(() => writeFileSync(world().file('late'), ''), 3_000)
      await new Promise(() => undefined)
    })
    await pause(100)
    link.stop(runId)
    await pause(500)
    const inGrace = world().read('ticks')?.length ?? 0
    expect(inGrace).toBeGreaterThan(10)
    expect(await link.settled(runId)).toMatchObject({ stage: 'forced', abandoned: ['onMessage'] })
    const ticks = world().read('ticks')?.length ?? 0
    expect(ticks).toBeGreaterThan(inGrace)
    await pause(2_000)
    expect(world().read('ticks')?.length).toBe(ticks)
    expect(existsSync(world().file('late'))).toBe(false)
  })

  it('that a handler leaves behind end with the stopped run', async () => {
    const { link, runId } = await working(async (chat) => {
      setInterval(() => appendFileSync(world().file('ticks'), '.'), 20)
      await chat.sleep(60_000)
    })
    await pause(100)
    link.stop(runId)
    expect(await link.settled(runId)).toMatchObject({ stage: 'cooperative' })
    const ticks = world().read('ticks')
    await pause(300)
    expect(world().read('ticks')).toBe(ticks)
  })

  it('of a collector, which holds up no exit, fires all the same, and outside the run', async () => {
    const events: string[] = []
    let timer: NodeJS.Timeout | undefined
    // as reporters do: one timer for all, unless there is one
    const report = (event: string): void => {
      events.push(event)
      timer ??= setTimeout(() => {
        timer = undefined
        void fetch(world().url(`/${events.splice(0).join('+')}`)).then((answer) => answer.text())
      }, 1_000).unref()
    }
    const { link, runId } = await working(async (chat, text) => {
      report(text)
      setInterval(() => appendFileSync(world().file('ticks'), '.'), 20).unref()
      await chat.sleep(60_000)
    })
    await pause(100)
    link.stop(runId)
    await link.settled(runId)
    const ticks = world().read('ticks')
    const other = link.ask({ text: 'other' })
    await expect.poll(() => world().requests.map(({ path }) => path), { timeout: 2_000 }).toEqual(['/hello+other'])
    expect(world().requests[0]).toMatchObject({ cutAt: null })
    link.stop(other)
    await link.settled(other)
    expect(ticks?.length).toBeGreaterThan(2)
    report('late')
    await expect.poll(() => world().requests.length, { timeout: 2_000 }).toBe(2)
  })

  it('fire and are cleared as ever', async () => {
    const { link, outcome, runId } = await working(async () => {
      const seen: unknown[] = []
      await new Promise<void>((resolve) => {
        const cleared = setTimeout(() => seen.push('never'), 5)
        clearTimeout(cleared)
        setTimeout(
          function (this: unknown, ...values: unknown[]) {
            seen.push(this === timer, ...values)
            resolve()
          },
          20,
          'a',
          'b',
        )
        const timer = setTimeout(() => undefined)
        clearTimeout(timer)
        const ticking = setInterval(
          (value: string) => {
            seen.push(value)
            if (seen.length === 2) clearInterval(ticking)
          },
          5,
          'tick',
        )
        clearTimeout(undefined)
        clearTimeout(Number(setTimeout(() => seen.push('never'), 5)))
      })
      return seen
    })
    await link.done(runId)
    expect(outcome.value).toEqual(['tick', 'tick', false, 'a', 'b'])
  })
})

describe('sockets', () => {
  const silence = async (socket: Socket): Promise<void> => {
    socket.write('GET /silent HTTP/1.1\r\nhost: x\r\n\r\n')
    await new Promise((_, reject) => {
      socket.on('close', () => reject(new Error('the connection was closed')))
      socket.on('error', reject)
    })
  }

  it('that a run hangs on are destroyed after the grace', async () => {
    const { link, outcome, runId } = await working(() => silence(connect(world().port, '127.0.0.1')))
    await link.until(() => world().requests.length === 1, 'the request')
    link.stop(runId)
    await pause(1_500)
    expect(world().open).toBe(1)
    expect(await link.settled(runId)).toMatchObject({ stage: 'forced', abandoned: [] })
    expect(outcome.error).toMatchObject({ message: 'the connection was closed' })
    await expect.poll(() => world().open).toBe(0)
  })

  it('are destroyed by the second press at once', async () => {
    const { link, runId } = await working(() => silence(connect(world().port, '127.0.0.1')))
    await link.until(() => world().requests.length === 1, 'the request')
    link.stop(runId)
    link.send({ type: 'force', runId })
    await expect.poll(() => world().open, { timeout: 400 }).toBe(0)
    expect(await link.settled(runId)).toMatchObject({ stage: 'forced', abandoned: [] })
  })

  it('that somebody else has used as well are left alone', async () => {
    let shared: Socket | undefined
    const { link, runId } = await working(async (_, text) => {
      shared ??= connect(world().port, '127.0.0.1')
      if (text === 'other') {
        shared.write('GET /silent HTTP/1.1\r\nhost: x\r\n\r\n')
        await once(shared, 'data')
      } else {
        await once(shared, 'connect')
        await new Promise(() => undefined)
      }
    })
    await link.until(() => world().connections === 1, 'the connection')
    const other = link.ask({ text: 'other' })
    await link.until(() => world().requests.length === 1, 'the request')
    link.stop(runId)
    link.send({ type: 'force', runId })
    await link.settled(runId)
    await pause(200)
    expect(world().requests[0]).toMatchObject({ cutAt: null })
    link.stop(other)
    await link.settled(other)
    shared?.destroy()
  })
})
