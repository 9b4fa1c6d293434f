import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isStop, StopError } from '@chatwright/protocol'
import { createApp } from '../app/create-app.ts'
import type { StopInfo } from '../app/handlers.ts'
import { currentChat } from '../chat/current-chat.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { scriptedModel } from '../testing/scripted-model.ts'
import { serveTest, turns, watchRejections } from '../testing/test-link.ts'

let rejections: ReturnType<typeof watchRejections>
beforeEach(() => {
  rejections = watchRejections()
})
afterEach(async () => {
  await turns()
  rejections.stop()
  expect(rejections.seen).toEqual([])
})

const never = new Promise<never>(() => undefined)

describe('a run that was stopped before it began', () => {
  it('never begins, is spoken for once, and settles', async () => {
    const app = createApp()
    let begun = 0
    app.onMessage(async (_, chat) => {
      begun++
      await chat.send('never')
    })
    app.onStop((stop, chat) => `Not begun: ${chat.incoming?.text}, ${stop.elapsedMs} ms.`)
    const link = await serveTest(app)
    const runId = link.askUnstarted({ text: 'too late' })
    const { notice } = await link.notice(runId)
    expect(notice).toEqual({ by: 'app', text: 'Not begun: too late, 0 ms.' })
    expect(await link.settled(runId)).toMatchObject({ stage: 'cooperative', abandoned: [] })
    await turns()
    expect(begun).toBe(0)
    expect(link.outputs).toEqual([])
  })
})

describe('the fence', () => {
  it('refuses all a handler does that catches everything and goes on for long', async () => {
    const app = createApp()
    let caught = 0
    const over = new AbortController()
    app.onMessage(async (_, chat) => {
      await chat.send('before')
      while (!over.signal.aborted) {
        try {
          await chat.send('again')
          await chat.step('again', () => chat.send('again'))
          await chat.stream(['again'])
        } catch (error) {
          if (isStop(error)) caught++
        }
      }
    })
    const link = await serveTest(app)
    const runId = link.ask()
    await link.until(() => link.texts.length > 20, 'some messages')
    link.stop(runId)
    await link.notice(runId)
    const shown = link.outputs.length
    const settled = await link.settled(runId)
    expect(settled.abandoned).toContain('onMessage')
    expect(settled.stage).toBe('forced')
    const { length } = link.frames
    const caughtBy = caught
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(caught).toBeGreaterThan(caughtBy)
    expect(link.outputs.length).toBe(shown)
    expect(link.frames.length).toBe(length)
    over.abort()
  })

  it('slows such a loop down, so that it costs next to nothing', async () => {
    const app = createApp()
    let caught = 0
    const over = new AbortController()
    app.onMessage(async (_, chat) => {
      while (!over.signal.aborted) await chat.sleep(0).catch(() => caught++)
    })
    const link = await serveTest(app)
    const runId = link.ask()
    await turns(20)
    link.stop(runId)
    await link.settled(runId)
    const before = caught
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(caught - before).toBeLessThan(100)
    over.abort()
  })

  it('ends an endless source that never waits', async () => {
    const app = createApp()
    function* endless(): Generator<string> {
      for (;;) yield 'x'
    }
    async function* endlessAsync(): AsyncGenerator<string> {
      for (;;) yield 'y'
    }
    const ends: unknown[] = []
    app.onMessage(async (message, chat) => {
      try {
        await chat.stream(message.text === 'sync' ? endless() : endlessAsync())
      } catch (error) {
        ends.push(error)
        throw error
      }
    })
    const link = await serveTest(app)
    for (const text of ['sync', 'async']) {
      const runId = link.ask({ text })
      await link.until(() => link.texts.at(-1)?.startsWith(text === 'sync' ? 'x' : 'y') === true, 'the first text')
      link.stop(runId)
      expect(await link.settled(runId)).toMatchObject({ stage: 'cooperative', abandoned: [] })
    }
    expect(ends.map(isStop)).toEqual([true, true])
  })

  it('ends a loop of appends that never waits', async () => {
    const app = createApp()
    app.onMessage(async (_, chat) => {
      const reply = chat.message()
      for (;;) await reply.append('x')
    })
    const link = await serveTest(app)
    const runId = link.ask()
    await link.until(() => link.texts.length > 0, 'the first text')
    link.stop(runId)
    expect(await link.settled(runId)).toMatchObject({ stage: 'cooperative', abandoned: [] })
  })

  it('is seen by a synchronous loop', async () => {
    const app = createApp()
    let counted = 0
    app.onMessage((_, chat) => {
      while (!chat.stopRequested) {
        counted++
        if (counted === 1_000) link.raise(runId)
      }
    })
    const link = await serveTest(app)
    const runId = link.ask()
    await link.until(() => counted === 1_000, 'the loop')
    link.stop(runId)
    await link.settled(runId)
    // a stop that wins against the end: the run is not done
    expect(link.order(runId)).toEqual(['stop-seen', 'notice', 'settled'])
  })

  it('throws at once while next() hangs, and names the source that does not end', async () => {
    const app = createApp()
    const model = scriptedModel(['Once ', 'upon ', { hang: 'deaf' }, 'a time'])
    let thrown: unknown
    app.onMessage(async (_, chat) => {
      try {
        await chat.stream(model.stream({ signal: chat.signal }))
      } catch (error) {
        thrown = error
        throw error
      }
    })
    const link = await serveTest(app)
    const runId = link.ask()
    await link.until(() => link.texts[0] === 'Once upon ', 'the text')
    link.stop(runId)
    await link.until(() => thrown !== undefined, 'the stop')
    expect(thrown).toBeInstanceOf(StopError)
    expect(await link.settled(runId)).toMatchObject({ stage: 'forced', abandoned: ['stream'] })
    expect(link.texts).toEqual(['Once upon '])
  })

  it('tells a source that listens to return', async () => {
    const app = createApp()
    const model = scriptedModel(['a', { waitMs: 60_000 }, 'b'])
    app.onMessage((_, chat) => chat.stream(model.stream({ signal: chat.signal })))
    const link = await serveTest(app)
    const runId = link.ask()
    await link.until(() => link.texts[0] === 'a', 'the text')
    link.stop(runId)
    expect(await link.settled(runId)).toMatchObject({ stage: 'cooperative', abandoned: [] })
    expect(model.calls[0]?.end).toBe('aborted')
  })

  it('keeps a handler from starting when the stop is there first', async () => {
    const app = createApp()
    let started = 0
    const told: StopInfo[] = []
    app.onMessage(() => {
      started++
    })
    app.onStop((stop) => {
      told.push(stop)
      return 'Not even begun.'
    })
    const link = await serveTest(app)
    const runId = link.ask({ stoppedBefore: true })
    await turns()
    link.stop(runId, 'api')
    await link.settled(runId)
    expect(started).toBe(0)
    expect(told).toMatchObject([{ runId, cause: 'api', partial: [], openSteps: [] }])
    expect(link.order(runId)).toEqual(['stop-seen', 'notice', 'settled'])
  })

  it('throws away what had not been sent', async () => {
    const app = createApp()
    app.onMessage(async (_, chat) => {
      const reply = chat.message()
      for (;;) await reply.append('x')
    })
    const link = await serveTest(app)
    link.acknowledges = false
    const runId = link.ask()
    await link.until(() => link.outputs.length >= 64, 'a full window')
    // one more append is on its way by now, and waits for room
    await turns(20)
    const shown = link.outputs.length
    link.stop(runId)
    await link.settled(runId)
    expect(link.outputs.length).toBe(shown)
  })

  it('counts whatever the handler throws after a stop as the stop', async () => {
    const app = createApp()
    const errors: unknown[] = []
    app.onError((error) => void errors.push(error))
    app.onMessage(async (_, chat) => {
      try {
        await chat.sleep(60_000)
      } finally {
        // oxlint-disable-next-line no-unsafe-finally -- a library that answers an abort with an error of its own
        throw new TypeError('terminated')
      }
    })
    const link = await serveTest(app)
    const runId = link.ask()
    await turns()
    link.stop(runId)
    await link.settled(runId)
    expect(errors).toEqual([])
    expect(link.texts).toEqual([])
    expect(link.order(runId)).not.toContain('done')
    expect(link.logged('error')).toEqual([])
  })

  it('stops one run of a thread and not the other', async () => {
    const app = createApp()
    app.onMessage(async (message, chat) => {
      await chat.sleep(50)
      await chat.send(`answer to ${message.text}`)
    })
    const link = await serveTest(app)
    const first = link.ask({ text: 'one' })
    const second = link.ask({ text: 'two' })
    await turns()
    link.stop(first)
    await link.done(second)
    await link.settled(first)
    expect(link.texts).toEqual(['answer to two'])
  })

  it('obeys in every kind of run', async () => {
    const app = createApp()
    app.onChatStart((chat) => chat.sleep(60_000))
    app.onChatResume((chat) => chat.sleep(60_000))
    app.onMessage((_, chat) => chat.sleep(60_000))
    app.onConnect((chat) => chat.sleep(60_000))
    app.onDisconnect((chat) => chat.sleep(60_000))
    app.onChatEnd((_, chat) => chat.sleep(60_000))
    const link = await serveTest(app)
    for (const kind of ['start', 'resume', 'message', 'connect', 'disconnect', 'end'] as const) {
      const runId = link.ask({ kind })
      await turns()
      link.stop(runId)
      expect(await link.settled(runId)).toMatchObject({ stage: 'cooperative', abandoned: [] })
    }
  })
})

describe('onStop', () => {
  it('comes after the handler settled, before the clean-up, and says the one notice', async () => {
    const order: string[] = []
    const app = createApp()
    app.onMessage(async (_, chat) => {
      chat.signal.addEventListener('abort', () => order.push('signal'))
      chat.defer(() => void order.push('clean-up'))
      try {
        await chat.sleep(60_000)
      } finally {
        await turns()
        order.push('handler')
      }
    })
    app.onStop(async (stop) => {
      await turns()
      order.push('onStop')
      return `Stopped after ${stop.elapsedSeconds} s.`
    })
    const link = await serveTest(app)
    const runId = link.ask()
    await turns()
    link.stop(runId)
    expect((await link.notice(runId)).notice).toEqual({ by: 'app', text: 'Stopped after 0 s.' })
    order.push('notice')
    await link.settled(runId)
    expect(order.filter((entry) => entry !== 'notice')).toEqual(['signal', 'handler', 'onStop', 'clean-up'])
    expect(link.order(runId)).toEqual(['stop-seen', 'notice', 'settled'])
  })

  it('waits 200 ms for a handler that does not settle', async () => {
    const clock = fakeClock()
    const app = createApp()
    let asked = 0
    app.onMessage(() => never)
    app.onStop(() => {
      asked++
    })
    const link = await serveTest(app, { clock })
    const runId = link.ask()
    await turns()
    link.stop(runId)
    await turns()
    expect(link.order(runId)).toEqual(['stop-seen'])
    await clock.advance(199)
    expect(asked).toBe(0)
    await clock.advance(1)
    expect(asked).toBe(1)
    expect(link.order(runId)).toEqual(['stop-seen', 'notice'])
    await clock.advance(1_800)
    expect(await link.settled(runId)).toMatchObject({ stage: 'forced', elapsedMs: 2_000, abandoned: ['onMessage'] })
  })

  it('is told what was going on', async () => {
    const app = createApp()
    const told: StopInfo[] = []
    app.onMessage(async (_, chat) => {
      await chat.send('partly')
      await chat.step({ name: 'Search', type: 'tool' }, () => chat.sleep(60_000))
    })
    app.onStop((stop) => void told.push(stop))
    const link = await serveTest(app)
    const runId = link.ask()
    await link.until(() => link.thread.steps.length > 0, 'the step')
    link.stop(runId, 'budget')
    await link.settled(runId)
    expect(told).toMatchObject([
      {
        runId,
        kind: 'message',
        cause: 'budget',
        by: 'local',
        partial: [{ text: 'partly' }],
        openSteps: [{ name: 'Search', type: 'tool' }],
      },
    ])
    expect(told[0]?.elapsedSeconds).toBe(Math.round((told[0]?.elapsedMs ?? 0) / 100) / 10)
  })

  const answers: [string, Parameters<ReturnType<typeof createApp>['onStop']>[0], unknown][] = [
    ['a text', () => 'Halted.', { by: 'app', text: 'Halted.' }],
    [
      'a text for each language',
      () => ({ en: 'Halted.', de: 'Halt.' }),
      { by: 'app', text: { en: 'Halted.', de: 'Halt.' } },
    ],
    [
      'words under a name',
      () => ({ text: 'Halted.', author: 'Guard' }),
      { by: 'app', text: 'Halted.', author: 'Guard' },
    ],
    ['false', () => false, null],
    ['an empty text', () => '', null],
    ['nothing', () => undefined, { by: 'default', text: 'Stopped by default.' }],
    ['a number', (() => 7) as never, { by: 'default', text: 'Stopped by default.' }],
    ['what it sends', async (_, chat) => void (await chat.send('Sent.')), { by: 'app', text: 'Sent.' }],
    [
      'what it sends without await',
      (_, chat) => void chat.send({ text: 'Sent.', author: 'Guard' }),
      { by: 'app', text: 'Sent.', author: 'Guard' },
    ],
    ['what it sends, answering false', (_, chat) => (void chat.send('Sent.'), false), { by: 'app', text: 'Sent.' }],
    ['what it sends through currentChat()', () => void currentChat().send('Sent.'), { by: 'app', text: 'Sent.' }],
    [
      'what it streams without await, slowly',
      (_, chat) => void chat.stream(scriptedModel(['A ', { waitMs: 20 }, 'stream.']).stream()),
      { by: 'app', text: 'A stream.' },
    ],
    [
      'a draft it fills',
      async (_, chat) => {
        const draft = chat.message()
        await draft.append('Dra')
        await draft.append('ft.')
        await draft.done()
      },
      { by: 'app', text: 'Draft.' },
    ],
    [
      'two things it sends',
      async (_, chat) => (await chat.send('One.'), void (await chat.send('Two.'))),
      { by: 'app', text: 'One.\n\nTwo.' },
    ],
    [
      'nothing, for it took back what it sent',
      async (_, chat) => {
        const said = await chat.send('Oops.')
        await said.remove()
      },
      { by: 'default', text: 'Stopped by default.' },
    ],
  ]

  it.each(answers)('may answer with %s', async (_, onStop, notice) => {
    const app = createApp({ stopNotice: 'Stopped by default.' })
    app.onMessage((_, chat) => chat.sleep(60_000))
    app.onStop(onStop)
    const link = await serveTest(app)
    const runId = link.ask()
    await turns()
    link.stop(runId)
    await link.settled(runId)
    const notices = link.frames.filter((frame) => frame.type === 'notice')
    expect(notices).toEqual([{ type: 'notice', runId, notice }])
    expect(link.outputs).toEqual([])
    expect(link.thread.messages).toEqual([])
  })

  it.each([
    ['unset', createApp(), { by: 'default' }],
    ['a text', createApp({ stopNotice: 'Enough.' }), { by: 'default', text: 'Enough.' }],
    ['false', createApp({ stopNotice: false }), null],
  ])('is not needed: the default is %s', async (_, app, notice) => {
    app.onMessage((_, chat) => chat.sleep(60_000))
    const link = await serveTest(app)
    const runId = link.ask()
    await turns()
    link.stop(runId)
    expect((await link.notice(runId)).notice).toEqual(notice)
  })

  it.each([
    ['throws', () => Promise.reject(new Error('broken'))],
    [
      'sends without await from a source that breaks',
      async () => void currentChat().stream(scriptedModel(['so far', { error: new Error('broken') }]).stream()),
    ],
  ])('gives way to the default when it %s, and the log knows why', async (_, onStop) => {
    const app = createApp()
    app.onMessage((_, chat) => chat.sleep(60_000))
    app.onStop(onStop)
    const link = await serveTest(app)
    const runId = link.ask()
    await turns()
    link.stop(runId)
    expect((await link.notice(runId)).notice).toEqual({ by: 'default' })
    const logged = link.frames.filter((frame) => frame.type === 'log' && frame.level === 'error')
    expect(logged).toMatchObject([{ fields: { runId }, message: expect.stringContaining('broken') as string }])
    await link.settled(runId)
  })

  it('has 1 s to speak and 5 s to finish', async () => {
    const clock = fakeClock()
    const app = createApp()
    const order: string[] = []
    app.onMessage((_, chat) => {
      chat.defer(() => void order.push('clean-up'))
      return chat.sleep(60_000)
    })
    app.onStop(async (_, chat) => {
      chat.signal.addEventListener('abort', () => order.push('time is up'))
      await never
      return 'Too late.'
    })
    const link = await serveTest(app, { clock })
    const runId = link.ask()
    await turns()
    link.stop(runId)
    await turns()
    await clock.advance(999)
    expect(link.order(runId)).toEqual(['stop-seen'])
    await clock.advance(1)
    expect((await link.notice(runId)).notice).toEqual({ by: 'default' })
    await clock.advance(3_999)
    expect(order).toEqual([])
    await clock.advance(1)
    expect(order).toEqual(['time is up', 'clean-up'])
    expect(await link.settled(runId)).toMatchObject({ abandoned: ['onStop'] })
    expect(link.logged('error')).toHaveLength(2)
  })

  it('keeps what it had said when it is late', async () => {
    const clock = fakeClock()
    const app = createApp()
    const late: unknown[] = []
    app.onMessage((_, chat) => chat.sleep(60_000))
    app.onStop(async (_, chat) => {
      void chat.send('Rolling back.')
      await chat.sleep(2_000)
      await chat.send('Rolled back.').catch((error: unknown) => late.push(error))
      return 'Done.'
    })
    const link = await serveTest(app, { clock })
    const runId = link.ask()
    await turns()
    link.stop(runId)
    await turns()
    await clock.advance(1_000)
    expect((await link.notice(runId)).notice).toEqual({ by: 'app', text: 'Rolling back.' })
    await clock.advance(1_000)
    await link.settled(runId)
    expect(late.map(isStop)).toEqual([true])
    expect(link.frames.filter((frame) => frame.type === 'notice')).toHaveLength(1)
  })

  it('does not lend its voice to the handler', async () => {
    const app = createApp()
    const caught: unknown[] = []
    let handlersChat: { send(text: string): Promise<unknown> } | null = null
    app.onMessage(async (_, chat) => {
      await chat.sleep(60_000).catch(() => undefined)
      for (let time = 0; time < 20; time++) {
        await turns(1)
        // the chat that onStop was handed is no way out either
        await (handlersChat ?? chat).send('sneaked in').catch((error: unknown) => caught.push(error))
      }
    })
    app.onStop(async (_, chat) => {
      handlersChat = chat
      await chat.sleep(50)
    })
    const link = await serveTest(app)
    const runId = link.ask()
    await turns()
    link.stop(runId)
    expect((await link.notice(runId)).notice).toEqual({ by: 'default' })
    await link.settled(runId)
    expect(caught.length).toBeGreaterThan(0)
    expect(caught.every(isStop)).toBe(true)
  })
})

describe('behind the fence', () => {
  it('puts away in reverse order, though one throws and one hangs', async () => {
    const clock = fakeClock()
    const order: string[] = []
    const app = createApp()
    app.onMessage((_, chat) => {
      chat.defer(() => void order.push('first'))
      chat.defer({ [Symbol.asyncDispose]: async () => void order.push('second') })
      chat.defer(async function hanging(signal) {
        signal.addEventListener('abort', () => order.push('hung up'))
        order.push('third')
        await never
      })
      chat.defer(() => {
        order.push('fourth')
        throw new Error('cannot close')
      })
      chat.defer(async (signal) => {
        // shielded: it may wait, and its signal is its own
        await chat.sleep(100)
        order.push(`fifth ${signal.aborted} ${chat.signal.aborted}`)
        await chat.send('not any more').catch((error: unknown) => order.push(`refused ${isStop(error)}`))
      })
      return chat.sleep(60_000)
    })
    const link = await serveTest(app, { clock })
    const runId = link.ask()
    await turns()
    link.stop(runId)
    await turns()
    await clock.advance(100)
    expect(order).toEqual(['fifth false false', 'refused true', 'fourth', 'third'])
    await clock.advance(4_999)
    expect(order).toHaveLength(4)
    await clock.advance(1)
    expect(order.slice(4)).toEqual(['hung up', 'second', 'first'])
    expect(await link.settled(runId)).toMatchObject({ stage: 'forced', abandoned: ['defer hanging'] })
    expect(link.logged('error').map((line) => line.split('\n')[0])).toEqual([
      'defer failed: Error: cannot close',
      'defer hanging took longer than 5000 ms.',
    ])
  })

  it('puts away at once what comes after the clean-up', async () => {
    const app = createApp()
    const order: string[] = []
    let release = (): void => undefined
    const opened = new Promise<void>((resolve) => {
      release = resolve
    })
    app.onMessage(async (_, chat) => {
      await opened
      chat.defer(() => void order.push('closed'))
    })
    const link = await serveTest(app)
    const runId = link.ask()
    await turns()
    link.stop(runId)
    link.send({ type: 'force', runId })
    await link.settled(runId)
    expect(order).toEqual([])
    release()
    await link.until(() => order.length > 0, 'the late clean-up')
    expect(order).toEqual(['closed'])
  })

  it('leaves no timer behind', async () => {
    const clock = fakeClock()
    const app = createApp()
    app.onMessage(async (_, chat) => {
      chat.defer(() => chat.sleep(1))
      void chat.step('Search', () => chat.sleep(60_000))
      await chat.shield(() => chat.sleep(10))
      await chat.sleep(60_000)
    })
    app.onStop((_, chat) => chat.sleep(1))
    const link = await serveTest(app, { clock })
    const runId = link.ask()
    await turns()
    link.stop(runId)
    await turns()
    await clock.advance(100)
    await link.settled(runId)
    expect(clock.pending).toBe(0)
  })

  it('gives up the grace when forced, and names what still works', async () => {
    const clock = fakeClock()
    const app = createApp()
    app.onMessage((_, chat) =>
      Promise.all([chat.step('Search', () => never), chat.step('Look up', () => chat.sleep(60_000))]),
    )
    const link = await serveTest(app, { clock })
    const runId = link.ask()
    await turns()
    link.stop(runId)
    await turns()
    await clock.advance(200)
    await turns()
    expect(link.order(runId)).toEqual(['stop-seen', 'notice'])
    link.send({ type: 'force', runId })
    const settled = await link.settled(runId)
    expect(settled).toMatchObject({ stage: 'forced', elapsedMs: 200, abandoned: ['step Search'] })
  })

  it('swallows what abandoned work throws later', async () => {
    const app = createApp()
    let fail: (error: Error) => void = () => undefined
    app.onMessage((_, chat) => {
      void chat.step('Forgotten', () => new Promise((_, reject) => (fail = reject)))
      void chat.send('x').then(() => chat.sleep(60_000))
      return new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 100))
    })
    const link = await serveTest(app)
    const runId = link.ask()
    await turns()
    link.stop(runId)
    link.send({ type: 'force', runId })
    await link.settled(runId)
    fail(new Error('later still'))
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(link.logged('error')).toEqual([])
  })

  it('is harmless to calls from timers that nobody awaits', async () => {
    const app = createApp()
    const timers: NodeJS.Timeout[] = []
    app.onMessage(async (_, chat) => {
      timers.push(setInterval(() => void chat.send('tick').then(() => chat.send('tock')), 1))
      await chat.sleep(60_000)
    })
    const link = await serveTest(app)
    const runId = link.ask()
    await link.until(() => link.texts.length > 4, 'some ticks')
    link.stop(runId)
    await link.settled(runId)
    const shown = link.texts.length
    await new Promise((resolve) => setTimeout(resolve, 50))
    for (const timer of timers) clearInterval(timer)
    expect(link.texts.length).toBe(shown)
  })
})

describe('shield', () => {
  it('delays the signal, never the fence', async () => {
    const app = createApp()
    const seen: unknown[] = []
    app.onMessage(async (_, chat) => {
      const { signal } = chat
      const receipt = await chat.shield(
        async (inner) => {
          await chat.sleep(20)
          while (!chat.stopRequested) await chat.sleep(5)
          await chat.sleep(20)
          seen.push(signal.aborted, chat.signal.aborted, inner.aborted)
          await chat.send('half way').catch((error: unknown) => seen.push(isStop(error)))
          return chat.step('Charge', (step) => {
            step.output = 'charged'
            return 'receipt'
          })
        },
        { label: 'charge' },
      )
      seen.push(receipt, signal.aborted)
      await chat.checkpoint()
    })
    const link = await serveTest(app)
    const runId = link.ask()
    await turns()
    link.stop(runId)
    expect(await link.settled(runId)).toMatchObject({ stage: 'cooperative', abandoned: [] })
    expect(seen).toEqual([false, false, false, true, 'receipt', true])
    expect(link.outputs).toEqual([])
  })

  it('holds back force too, until its deadline', async () => {
    const clock = fakeClock()
    const app = createApp()
    const ends: unknown[] = []
    app.onMessage(async (_, chat) => {
      await chat
        .shield(() => never, { label: 'charge', deadlineMs: 3_000 })
        .catch((error: unknown) => {
          ends.push(error)
          throw error
        })
    })
    const link = await serveTest(app, { clock })
    const runId = link.ask()
    await turns()
    await clock.advance(10_000)
    expect(ends).toEqual([])
    link.stop(runId)
    link.send({ type: 'force', runId })
    await turns()
    await clock.advance(2_999)
    expect(link.order(runId)).toEqual(['stop-seen', 'notice'])
    await clock.advance(1)
    expect(await link.settled(runId)).toMatchObject({ stage: 'forced', abandoned: ['shield charge'] })
    expect(ends.map(isStop)).toEqual([true])
  })
})
