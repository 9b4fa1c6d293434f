import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApp, isApp, type App } from '../app/create-app.ts'
import type { ChatContext } from '../chat/chat-context.ts'
import { currentChat } from '../chat/current-chat.ts'
import { step } from '../chat/step-function.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { serveTest, turns, userMessage, watchRejections } from '../testing/test-link.ts'

let rejections: ReturnType<typeof watchRejections>
beforeEach(() => {
  rejections = watchRejections()
})
afterEach(async () => {
  await turns()
  rejections.stop()
  expect(rejections.seen).toEqual([])
})

describe('createApp', () => {
  it.each([
    [{ name: '' }, 'createApp: name: expected a text, got "".'],
    [
      { onDisconnect: 'wait' },
      "createApp: onDisconnect: expected 'continue', 'stop' or { stopAfterMs: milliseconds }, got \"wait\".",
    ],
    [{ onDisconnect: { stopAfterMs: -1 } }, /onDisconnect: expected .* got {"stopAfterMs":-1}/],
    [
      { whileRunning: 'ask' },
      "createApp: whileRunning: expected 'queue', 'interrupt', 'parallel' or 'reject', got \"ask\".",
    ],
    [{ keepOnStop: true }, "createApp: keepOnStop: expected 'seen', 'sent' or 'discard', got true."],
    [{ stopNotice: 7 }, /stopNotice: expected .* got 7/],
    [{ showErrors: 'yes' }, /showErrors: expected true or false, got "yes"/],
    [{ state: { count: 0 } }, /state: expected a function .* got {"count":0}/],
  ])('refuses %j, naming option, expected and got', (options, message) => {
    expect(() => createApp(options as never)).toThrow(
      expect.objectContaining({ code: 'bad_option', message: expect.stringMatching(message) as string }) as Error,
    )
    expect(() => createApp(options as never)).toThrow(message)
  })

  it('refuses a handler that is no function', () => {
    expect(() => createApp().onMessage('reply' as never)).toThrow('app.onMessage: expected a function, got string.')
  })

  it('gives an off switch that leaves a later handler alone', async () => {
    const app = createApp()
    const off = app.onMessage((_, chat) => chat.send('first'))
    const offConnect = app.onConnect(() => undefined)
    app.onMessage((_, chat) => chat.send('second'))
    off()
    offConnect()
    const link = await serveTest(app)
    expect((await link.frame('ready')).app.handles).toEqual(['message'])
    await link.done(link.ask())
    expect(link.texts).toEqual(['second'])
  })

  it('makes apps that know nothing of each other, and that another copy of the package knows', async () => {
    const apps = ['a', 'b'].map((name) => {
      const app = createApp({ name })
      app.onMessage((_, chat) => chat.send(`from ${name}`))
      return app
    })
    const links = await Promise.all(apps.map((app) => serveTest(app)))
    await Promise.all(links.map((link) => link.done(link.ask())))
    expect(links.map((link) => link.texts)).toEqual([['from a'], ['from b']])
    expect(isApp({ [Symbol.for('chatwright.app')]: {} })).toBe(true)
    expect(isApp({})).toBe(false)
  })
})

describe('handlers', () => {
  it('are called for their kind of run, with what belongs to it', async () => {
    const app = createApp()
    const calls: unknown[] = []
    const note = (chat: ChatContext): void => void calls.push([chat.run.kind, chat.incoming?.text ?? null])
    app.onChatStart(note)
    app.onChatResume(note)
    app.onConnect(note)
    app.onDisconnect(note)
    app.onMessage((message, chat) => void calls.push([chat.run.kind, message.text]))
    app.onChatEnd(({ reason }, chat) => void calls.push([chat.run.kind, reason]))
    const link = await serveTest(app)
    for (const kind of ['start', 'resume', 'connect', 'message', 'disconnect', 'end'] as const) {
      expect((await link.done(link.ask({ kind }))).error).toBeNull()
    }
    expect(calls).toEqual([
      ['start', null],
      ['resume', null],
      ['connect', null],
      ['message', 'hello'],
      ['disconnect', null],
      ['end', 'closed'],
    ])
  })

  it('may take no arguments and be synchronous', async () => {
    const app = createApp()
    const clean = (): void => void calls++
    let calls = 0
    app.onMessage(clean)
    app.onStop(clean)
    app.onChatEnd(clean)
    const link = await serveTest(app)
    await link.done(link.ask())
    await link.done(link.ask({ kind: 'end' }))
    expect(calls).toBe(2)
  })

  it('know their chat', async () => {
    const app = createApp<{ a?: number }>()
    let seen: unknown
    app.onMessage((message, chat) => {
      seen = {
        id: chat.id === link.threadId && chat.thread.id === link.threadId,
        run: chat.run,
        user: chat.user,
        locale: chat.locale,
        client: chat.client,
        headers: chat.request.headers,
        incoming: chat.incoming?.id === message.id,
        stopRequested: chat.stopRequested,
        aborted: chat.signal.aborted,
        same: currentChat().run.id === chat.run.id,
        step: chat.currentStep,
      }
    })
    const link = await serveTest(app)
    const runId = link.ask()
    await link.done(runId)
    expect(seen).toEqual({
      id: true,
      run: { id: runId, kind: 'message' },
      user: { id: 'local', name: 'You' },
      locale: 'en-GB',
      client: { type: 'test' },
      headers: { 'user-agent': 'test' },
      incoming: true,
      stopRequested: false,
      aborted: false,
      same: true,
      step: null,
    })
  })

  it('have no chat around them outside a run', () => {
    expect(() => currentChat()).toThrow(
      expect.objectContaining({ code: 'no_chat', fix: expect.stringContaining('handler') as string }) as Error,
    )
  })
})

describe('errors', () => {
  const kinds = [
    ['start', 'onChatStart'],
    ['resume', 'onChatResume'],
    ['message', 'onMessage'],
    ['connect', 'onConnect'],
    ['disconnect', 'onDisconnect'],
    ['end', 'onChatEnd'],
  ] as const

  it.each(kinds)('of a run of kind %s are shown, and the next run works', async (kind, hook) => {
    const app = createApp()
    let broken = true
    const handler = async (): Promise<void> => {
      await turns(1)
      if (broken) throw new Error('it broke')
      await currentChat().send('works')
    }
    app.onMessage(handler)
    app[hook](handler)
    const link = await serveTest(app)
    const done = await link.done(link.ask({ kind }))
    expect(done.error).toMatchObject({ code: 'handler_failed', message: 'it broke' })
    expect(done.detail).toContain('lifecycle.test.ts')
    expect(JSON.stringify(link.outputs)).not.toContain('lifecycle.test.ts')
    expect(link.frames.find((frame) => frame.type === 'log' && frame.level === 'error')).toMatchObject({
      message: expect.stringContaining(`${hook} failed: Error: it broke`) as string,
      fields: { runId: done.runId, errorId: done.error?.errorId },
    })
    broken = false
    await link.done(link.ask({ kind }))
    expect(link.thread.messages).toMatchObject([
      { text: 'it broke', isError: true, status: 'done' },
      { text: 'works', isError: false },
    ])
  })

  it('are kept from readers where serve says so, under an id that stands in the log', async () => {
    const app = createApp()
    app.onMessage(() => {
      throw new Error('password 123')
    })
    const link = await serveTest(app, { showErrors: false })
    const done = await link.done(link.ask())
    const text = `Something went wrong. If you report it, give the number ${done.error?.errorId}.`
    expect(done.error?.message).toBe(text)
    expect(link.texts).toEqual([text])
    expect(JSON.stringify(link.outputs)).not.toContain('password')
    expect(done.detail).toContain('password 123')
  })

  it.each([
    ['show', () => 'show' as const, ['it broke']],
    ['nothing', () => undefined, ['it broke']],
    ['hide', () => 'hide' as const, []],
    ['other words', async () => ({ text: 'Sorry.' }), ['Sorry.']],
    [
      'something it breaks over',
      () => {
        throw new Error('onError broke')
      },
      ['it broke'],
    ],
    [
      'words of its own, hiding the rest',
      async (_error: unknown, { hook }: { hook: string }, chat: ChatContext) => {
        await chat.send(`${hook} had a problem`)
        return 'hide' as const
      },
      ['onMessage had a problem'],
    ],
  ])('are shown as onError says: %s', async (_, onError, texts) => {
    const app = createApp()
    app.onMessage(() => {
      throw new Error('it broke')
    })
    app.onError(onError)
    const link = await serveTest(app)
    const done = await link.done(link.ask())
    expect(done.error?.code).toBe('handler_failed')
    expect(link.texts).toEqual(texts)
  })

  it('that are no errors are shown all the same', async () => {
    const app = createApp()
    app.onMessage((message) => {
      throw message.text === 'text' ? 'just text' : message.text === 'empty' ? new RangeError() : { odd: true }
    })
    const link = await serveTest(app)
    for (const text of ['text', 'empty', 'odd']) await link.done(link.ask({ text }))
    expect(link.texts).toEqual(['just text', 'RangeError', 'Something went wrong.'])
  })

  it('end what the handler began, and its clean-up runs', async () => {
    const app = createApp()
    const ends: unknown[] = []
    app.onMessage(async (_, chat) => {
      chat.defer(() => void ends.push('cleaned'))
      chat.signal.addEventListener('abort', () => ends.push('aborted'))
      void (async () => {
        try {
          await chat.sleep(60_000)
        } catch (error) {
          ends.push((error as { code: string }).code)
          await chat.send('too late').catch((late: { code: string }) => ends.push(late.code))
        }
      })()
      throw new Error('it broke')
    })
    const link = await serveTest(app)
    await link.done(link.ask())
    expect(ends).toEqual(['aborted', 'run_ended', 'run_ended', 'cleaned'])
    expect(link.texts).toEqual(['it broke'])
  })

  it('do not wait for ever for what the handler began', async () => {
    const clock = fakeClock()
    const app = createApp()
    app.onMessage((_, chat) => {
      void chat.step('Stuck', () => new Promise(() => undefined))
      throw new Error('it broke')
    })
    const link = await serveTest(app, { clock })
    const runId = link.ask()
    await turns()
    await clock.advance(2_000)
    await link.done(runId)
    expect(link.logged('warn')[0]).toContain('step Stuck')
  })

  it('give way to a stop that comes while onError works', async () => {
    const app = createApp()
    const told: unknown[] = []
    app.onMessage(() => {
      throw new Error('it broke')
    })
    app.onError(async (_error, _where, chat) => {
      await chat.sleep(60_000).catch((error: unknown) => {
        told.push(error)
        throw error
      })
    })
    const link = await serveTest(app)
    const runId = link.ask()
    await link.until(() => link.logged('error').length > 0, 'the error')
    await turns()
    link.stop(runId)
    await link.settled(runId)
    expect(told).toMatchObject([{ code: 'stopped' }])
    expect(link.order(runId)).toEqual(['stop-seen', 'notice', 'settled'])
    expect(link.texts).toEqual([])
  })
})

describe('a forgotten await', () => {
  it('loses nothing: the run waits for all that was begun', async () => {
    const app = createApp()
    const work = step('Wrapped', async () => {
      await turns()
      await currentChat().send('from wrapped')
    })
    app.onMessage((_, chat) => {
      void chat.send('sent')
      void chat.stream(
        (async function* () {
          yield 'str'
          await turns(10)
          yield 'eam'
        })(),
      )
      void chat.step('Step', async () => {
        await chat.sleep(20)
        await chat.send('from step')
      })
      void chat.shield(() => turns(20)).then(() => chat.send('after shield'))
      void (async () => {
        await chat.sleep(5)
        await chat.sleep(5)
        await chat.send('after two sleeps')
      })()
      void work()
    })
    const link = await serveTest(app)
    const done = await link.done(link.ask())
    expect(done.error).toBeNull()
    expect(link.texts.toSorted()).toEqual(
      ['sent', 'stream', 'from step', 'after shield', 'after two sleeps', 'from wrapped'].toSorted(),
    )
    expect(link.thread.steps.map((each) => each.status)).toEqual(['done', 'done'])
  })

  it('fails the run when what was begun fails, and the log names all of it', async () => {
    const app = createApp()
    app.onMessage((_, chat) => {
      void chat.step('First', () => Promise.reject(new Error('first broke')))
      void chat.step('Second', () => Promise.reject(new Error('second broke')))
      void chat.send('fine').then(() => {
        throw new Error('third broke')
      })
    })
    const link = await serveTest(app)
    const done = await link.done(link.ask())
    expect(done.error?.message).toMatch(/broke/)
    const log = link.logged('error').join('\n')
    for (const name of ['first', 'second', 'third']) expect(log).toContain(`${name} broke`)
    expect(link.thread.messages.filter((message) => message.isError)).toHaveLength(1)
  })

  it.each(['awaited', 'begun'] as const)('fails nothing when the reader stopped a step of it, %s', async (how) => {
    const app = createApp()
    app.onMessage(async (_, chat) => {
      const outer = chat.step('Outer', () => chat.step('Inner', () => chat.sleep(60_000)))
      if (how === 'awaited') await outer
      await chat.send('never awaited')
    })
    const link = await serveTest(app)
    const runId = link.ask()
    await link.until(() => link.thread.steps.length === 2, 'the steps')
    link.send({ type: 'stop-step', runId, stepId: link.thread.steps[1]?.id ?? '' })
    expect((await link.done(runId)).error).toBeNull()
    expect(link.thread.steps.map(({ name, status, output }) => [name, status, output.text])).toEqual([
      ['Outer', 'stopped', ''],
      ['Inner', 'stopped', ''],
    ])
    expect(link.texts).toEqual(how === 'awaited' ? [] : ['never awaited'])
    expect(link.logged('error')).toEqual([])
  })

  it('fails nothing when somebody looked', async () => {
    const app = createApp()
    app.onMessage(async (_, chat) => {
      const broken = (): Promise<never> => chat.step('Broken', () => Promise.reject(new Error('broke')))
      await broken().catch(() => undefined)
      await Promise.allSettled([broken(), broken()])
      try {
        await broken()
      } catch {
        // looked at
      }
      const later = broken()
      await turns()
      await later.then(
        () => undefined,
        () => undefined,
      )
      await chat.send('fine')
    })
    const link = await serveTest(app)
    const done = await link.done(link.ask())
    expect(done.error).toBeNull()
    expect(link.texts).toEqual(['fine'])
    expect(link.logged('error')).toEqual([])
  })

  it('puts away on a good end as well, last in first out, and may still speak', async () => {
    const app = createApp()
    app.onMessage((_, chat) => {
      chat.defer(() => chat.send('first in'))
      const given = chat.defer({ [Symbol.dispose]: () => void chat.send('last in') })
      expect(typeof given[Symbol.dispose]).toBe('function')
      return chat.send('answer')
    })
    const link = await serveTest(app)
    expect((await link.done(link.ask())).error).toBeNull()
    expect(link.texts).toEqual(['answer', 'last in', 'first in'])
  })

  it('says once in the log when something is said after the end', async () => {
    const app = createApp()
    const late: unknown[] = []
    app.onMessage((_, chat) => {
      setTimeout(() => {
        for (let time = 0; time < 3; time++) chat.send('late').catch((error: unknown) => late.push(error))
      }, 20)
    })
    const link = await serveTest(app)
    await link.done(link.ask())
    await link.until(() => late.length === 3, 'the late calls')
    expect(late).toMatchObject([{ code: 'run_ended' }, { code: 'run_ended' }, { code: 'run_ended' }])
    expect(link.logged('warn')).toHaveLength(1)
    expect(link.texts).toEqual([])
  })

  it('does not take another run for its own once its slot is given away', async () => {
    const app = createApp()
    const kept: ChatContext[] = []
    app.onMessage((_, chat) => void kept.push(chat))
    const link = await serveTest(app)
    const runId = link.ask()
    await link.done(runId)
    link.raise(runId)
    expect(kept[0]?.stopRequested).toBe(false)
  })
})

it('keeps the message it hands out apart from the history', async () => {
  const app: App = createApp()
  app.onMessage((message, chat) => {
    message.text = 'changed'
    expect(chat.history.messages.at(-1)?.text).toBe('hello')
  })
  const link = await serveTest(app)
  expect((await link.done(link.ask({ history: [userMessage('before')] }))).error).toBeNull()
})
