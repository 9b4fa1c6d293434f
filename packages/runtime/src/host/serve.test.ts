import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { emptyOffer, control, newId, type FromHost, type ToHost } from '@chatwright/protocol'
import { createApp } from '../app/create-app.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { serveTest, TestLink, turns, watchRejections } from '../testing/test-link.ts'
import { serve } from './serve.ts'

let rejections: ReturnType<typeof watchRejections>
beforeEach(() => {
  rejections = watchRejections()
})
afterEach(async () => {
  await turns()
  rejections.stop()
  expect(rejections.seen).toEqual([])
})

describe('starting', () => {
  it('runs onStartup before it says ready, and tells what it is', async () => {
    const order: string[] = []
    const app = createApp({ name: 'Ada', description: 'Counts', whileRunning: 'reject', stopNotice: false })
    app.onStartup(async ({ signal }) => {
      await turns()
      order.push(`startup ${signal.aborted}`)
    })
    app.onMessage(() => undefined)
    app.onDisconnect(() => undefined)
    const link = await serveTest(app)
    order.push('ready')
    expect(order).toEqual(['startup false', 'ready'])
    const { app: info } = await link.frame('ready')
    expect(info).toEqual({
      name: 'Ada',
      description: 'Counts',
      handles: ['message', 'disconnect'],
      actions: [],
      laterAsks: [],
      feedback: null,
      editing: true,
      favorites: false,
      panel: { width: null, autoOpen: true },
      uploads: { accept: [], maxFiles: 20, maxBytes: 500_000_000 },
      queueAtStop: 'hold',
      stopNotice: null,
      onDisconnect: 'continue',
      whileRunning: 'reject',
      keepOnStop: 'seen',
      showSteps: 'all',
      html: false,
      markdown: { user: true, assistant: true, math: true, alerts: 'filled' },
      offer: emptyOffer,
    })
  })

  it('fails when onStartup throws', async () => {
    const app = createApp()
    app.onMessage(() => undefined)
    app.onStartup(() => {
      throw new Error('no database')
    })
    const link = new TestLink()
    serve(app)(link)
    const failed = await link.frame('failed')
    expect(failed.error).toMatchObject({ code: 'app_failed', message: 'onStartup failed: no database' })
    expect(failed.detail).toContain('serve.test.ts')
  })

  it.each([
    ['no app', { default: 1 }, 'This is not an app.'],
    ['an app without a handler', createApp(), 'The app has no handler that could answer.'],
  ])('fails for %s and says what to do', async (_, app, message) => {
    const link = new TestLink()
    serve(app)(link)
    const failed = await link.frame('failed')
    expect(failed.error).toMatchObject({ code: 'app_invalid', message })
    expect(failed.error.fix).toMatch(/createApp|onMessage/)
  })

  it('counts up its beat while its loop turns', async () => {
    const app = createApp()
    app.onMessage(() => undefined)
    const link = await serveTest(app)
    const before = Atomics.load(link.control, control.beat)
    await link.until(() => Atomics.load(link.control, control.beat) >= before + 3, 'three beats')
  })

  it('warns of a handler that replaces another', async () => {
    const app = createApp()
    const heard: string[] = []
    app.onMessage((_, chat) => chat.send('first'))
    app.onMessage((_, chat) => chat.send('second'))
    const link = await serveTest(app, { warn: (text) => heard.push(text) })
    await link.done(link.ask())
    expect(link.texts).toEqual(['second'])
    expect(heard).toEqual(['app.onMessage was called twice: the later handler replaces the earlier one.'])
    expect(link.logged('warn')).toEqual(heard)
  })
})

describe('frames', () => {
  it('does not fall over what makes no sense', async () => {
    const app = createApp()
    app.onMessage((message, chat) => chat.send(message.text))
    const link = await serveTest(app)
    const nonsense = [
      null,
      42,
      {},
      { type: 'dance' },
      { type: 'start' },
      { type: 'start', runId: newId(), kind: 'message', slot: -1, chat: null, message: null, history: [], state: {} },
      { type: 'start', runId: newId(), kind: 'party', slot: 9, chat: {}, message: null, history: [], state: {} },
      { type: 'force', runId: 'nobody' },
      { type: 'ack', batch: 'many' },
      { type: 'forget' },
    ]
    for (const frame of nonsense) link.send(frame as unknown as ToHost)
    await link.done(link.ask({ text: 'still here' }))
    expect(link.texts).toEqual(['still here'])
  })

  it('answers a stop for a run it never heard of, and one whose end it crosses', async () => {
    const app = createApp({ stopNotice: 'Halt.' })
    app.onMessage((_, chat) => chat.send('quick'))
    const told: string[] = []
    app.onStop((stop) => {
      told.push(stop.runId)
    })
    const link = await serveTest(app)
    const unknown = newId()
    link.send({ type: 'stop', runId: unknown, cause: 'user', by: null, elapsedMs: 0, partial: [] })
    await link.settled(unknown)
    expect(link.order(unknown)).toEqual(['stop-seen', 'notice', 'settled'])

    const runId = link.ask()
    await link.done(runId)
    link.stop(runId)
    await link.settled(runId)
    expect(link.order(runId)).toEqual(['done', 'stop-seen', 'notice', 'settled'])
    expect((await link.notice(runId)).notice).toEqual({ by: 'default', text: 'Halt.' })
    expect(told).toEqual([runId])
  })

  it('ignores a second start and a second stop', async () => {
    const app = createApp()
    let calls = 0
    app.onMessage(async (_, chat) => {
      calls++
      await chat.sleep(60_000)
    })
    const link = await serveTest(app)
    const runId = newId()
    link.ask({ runId })
    link.ask({ runId })
    await link.until(() => calls > 0, 'the handler')
    for (let press = 0; press < 20; press++) link.stop(runId)
    await link.settled(runId)
    await turns()
    expect(calls).toBe(1)
    // the slot of the second start is another one, so the frame alone has to do
    expect(link.order(runId)).toEqual(['stop-seen', 'notice', 'settled'])
  })

  it('names the run whose code it entered', async () => {
    const app = createApp()
    let entered = 0
    app.onMessage(() => {
      entered = Atomics.load(link.control, control.entered)
    })
    const link = await serveTest(app)
    await link.done(link.ask())
    expect(entered).toBe(control.firstSlot)
  })
})

describe('closing', () => {
  it('runs onShutdown, then says closed and nothing more', async () => {
    const app = createApp()
    app.onMessage(() => undefined)
    let reason = ''
    app.onShutdown(async (end) => {
      await turns()
      reason = end.reason
    })
    const link = await serveTest(app)
    link.send({ type: 'close', reason: 'shutdown' })
    await link.frame('closed')
    expect(reason).toBe('shutdown')
    link.ask()
    await turns()
    expect(link.frames.at(-1)?.type).toBe('closed')
  })

  it('waits 5 s for onShutdown and no longer', async () => {
    const clock = fakeClock()
    const app = createApp()
    app.onMessage(() => undefined)
    app.onShutdown(() => new Promise(() => undefined))
    const link = await serveTest(app, { clock })
    link.send({ type: 'close', reason: 'shutdown' })
    await turns()
    await clock.advance(4_999)
    expect(link.frames.map((frame: FromHost) => frame.type)).not.toContain('closed')
    await clock.advance(1)
    await link.frame('closed')
    expect(link.logged('error')).toEqual(['onShutdown took longer than 5000 ms.'])
  })
})
