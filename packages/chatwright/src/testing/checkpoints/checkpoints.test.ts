import { EventEmitter } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { createApp, type App, type ChatContext } from '@chatwright/runtime'
import { fakeClock, scriptedModel } from '@chatwright/runtime/testing'
import { describe, expect, it } from 'vitest'
import { stopAtEveryCheckpoint, StopBrokenError, type StopEverywhereOptions } from './stop-at-every-checkpoint.ts'

type Handler = (chat: ChatContext, text: string) => unknown

function answering(handler: Handler): App {
  const app = createApp({ name: 'Under test' })
  app.onMessage((message, chat) => handler(chat, message.text))
  return app
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** What the harness says of an app that is wrong. */
async function complaint(app: App, options: Partial<StopEverywhereOptions> = {}): Promise<string> {
  try {
    await stopAtEveryCheckpoint(app, { say: 'go', ...options })
  } catch (error) {
    if (error instanceof StopBrokenError) return error.message
    throw error
  }
  throw new Error('nothing was found')
}

describe('an app that is right', () => {
  it('is stopped at every checkpoint, each of which has a name and a place', async () => {
    let finished = 0
    let puts = 0
    const app = answering(async (chat) => {
      chat.defer(() => puts++)
      await chat.sleep(10_000)
      await chat.send('hello')
      await wait(60_000, undefined, { signal: chat.signal })
      await chat.stream(['a', 'b'])
      await chat.step('Look', () => chat.send('inside'))
      finished++
    })
    const { checkpoints } = await stopAtEveryCheckpoint(app, { say: 'go' })
    expect(checkpoints.map(({ number, name }) => `${number} ${name}`)).toEqual([
      '0 before the run begins',
      '1 chat.sleep',
      '1 while it waits',
      '2 chat.send',
      '2 while it waits',
      // the call, each of its two pieces, and its end
      '3 chat.stream',
      '4 chat.stream',
      '5 chat.stream',
      '6 chat.stream',
      '7 chat.step with a function',
      '8 chat.send',
      // its end
      '9 chat.step with a function',
      '10 after the last checkpoint',
    ])
    expect(checkpoints[1]?.at).toMatch(/checkpoints\.test\.ts:\d+$/)
    expect(new Set(checkpoints.slice(1, -1).map(({ at }) => at)).size).toBe(4)
    // once without a stop, as the next after each stop, and before the last one
    expect(finished).toBe(1 + 13 + 1)
    // and once more for each run that began and was stopped on its way
    expect(puts).toBe(finished + 11)
  })

  it('may start chats, catch everything, shield, retry and wait on a model, without costing its time', async () => {
    const clock = fakeClock()
    const model = scriptedModel(['one ', { waitMs: 60_000 }, 'two'], { clock })
    const app = answering(async (chat) => {
      for (let attempt = 1; attempt <= 3; attempt++) {
        try {
          await chat.shield(() => wait(500))
          await chat.stream(model.stream({ signal: chat.signal }))
        } catch {
          await wait(30_000, undefined, { signal: chat.signal }).catch(() => undefined)
        }
      }
    })
    app.onChatStart(async (chat) => void (await chat.send('Welcome')))
    app.onStop(() => 'As you wish.')
    const { checkpoints, elapsedMs } = await stopAtEveryCheckpoint(app, { say: 'go', clock, model })
    expect(checkpoints.filter(({ run }) => run === 'start').map(({ name }) => name)).toEqual([
      'before the run begins',
      'chat.send',
      'after the last checkpoint',
    ])
    expect(checkpoints.length).toBeGreaterThan(15)
    expect(elapsedMs).toBeLessThan(15_000)
    expect(model.calls.length).toBeGreaterThan(30)
  })

  it('with a hundred checkpoints and fifty waits takes a few seconds', async () => {
    const app = answering(async (chat) => {
      const message = chat.message()
      for (let word = 0; word < 50; word++) {
        await message.append(`${word} `)
        await chat.sleep(1_000)
      }
    })
    const { checkpoints, elapsedMs } = await stopAtEveryCheckpoint(app, { say: 'go' })
    expect(checkpoints).toHaveLength(152)
    expect(elapsedMs).toBeLessThan(15_000)
  })

  it('must get through the conversation without a stop', async () => {
    const app = answering(() => {
      throw new Error('broken anyway')
    })
    await expect(stopAtEveryCheckpoint(app, { say: 'go' })).rejects.toThrow(/Without any stop.*broken anyway/)
  })
})

describe('an app that is wrong', () => {
  it('leaves an interval', async () => {
    const app = answering(async (chat) => {
      const beat = setInterval(() => undefined, 1_000)
      await chat.send('working')
      clearInterval(beat)
    })
    const words = await complaint(app)
    expect(words).toMatch(/- chat\.send at \S+checkpoints\.test\.ts:\d+ \(message run, checkpoint 1\):/)
    expect(words).toMatch(/still there: setInterval\(…, 1000\), begun at \S+checkpoints\.test\.ts:\d+/)
    expect(words).toContain('Stopped at 1 of 3 checkpoints')
  })

  it('waits without its signal', async () => {
    const app = answering(async () => {
      await new Promise((resolve) => setTimeout(resolve, 60_000))
    })
    const words = await complaint(app)
    expect(words).toMatch(/- while it waits \(message run, checkpoint 0\):/)
    expect(words).toMatch(/still there: setTimeout\(…, 60000\), begun at \S+test\.ts:\d+/)
    expect(words).toContain('work that did not end: onMessage')
  })

  it('starts work that nobody awaits', async () => {
    const background = async (chat: ChatContext): Promise<void> => {
      await chat.sleep(10)
      await chat.sleep(10)
    }
    const app = answering(async (chat) => {
      void background(chat)
      await chat.send('working')
    })
    expect(await complaint(app)).toMatch(/chat\.sleep at [^]*a promise was rejected and nobody handled it: StopError/)
  })

  it('throws in a timer', async () => {
    const app = answering(async (chat) => {
      setTimeout(() => {
        if (chat.stopRequested) throw new Error('too late for this')
      }, 500)
      await chat.sleep(1_000)
    })
    expect(await complaint(app)).toMatch(/a timer threw: Error: too late for this/)
  })

  it('forgets to take a listener off', async () => {
    const bus = new EventEmitter()
    const app = answering(async (chat) => {
      const onNews = (): void => undefined
      bus.on('news', onNews)
      await chat.sleep(1_000)
      bus.off('news', onNews)
    })
    expect(await complaint(app)).toMatch(/still there: a listener for 'news' on EventEmitter, added at \S+test\.ts:\d+/)
  })

  it('forgets to close what it opened', async () => {
    const servers: ReturnType<typeof createServer>[] = []
    const app = answering(async (chat) => {
      const server = createServer()
      servers.push(server)
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      await chat.send('listening')
      await new Promise((resolve) => server.close(resolve))
    })
    expect(await complaint(app)).toMatch(/chat\.send at [^]*still there: 1 more TCPServerWrap than before/)
    for (const server of servers) server.close()
  })

  it('keeps what it counts itself', async () => {
    let open = 0
    const app = answering(async (chat) => {
      open++
      await chat.sleep(10)
      open--
    })
    const check = (): void => {
      const left = open
      open = 0
      if (left > 0) throw new Error(`${left} connections are open`)
    }
    expect(await complaint(app, { check })).toMatch(/chat\.sleep at [^]*1 connections are open/)
  })

  it('never looks up', async () => {
    const app = answering(async (chat) => {
      await chat.sleep(10)
      if (chat.history.length > 1) return
      await chat.sleep(10).catch(() => new Promise(() => undefined))
    })
    expect(await complaint(app)).toMatch(/work that did not end: onMessage/)
  })

  it('speaks through a side door: the chat of a later run', async () => {
    const chats: ChatContext[] = []
    const app = answering(async (chat) => {
      const own = chats.push(chat) - 1
      try {
        await chat.sleep(1_000)
      } catch {
        const until = performance.now() + 1_000
        while (chats.length === own + 1 && performance.now() < until) await turn()
        await chats.at(-1)?.send('from behind the fence')
      }
    })
    expect(await complaint(app)).toMatch(/its code went on and spoke in another run: chat\.send at \S+test\.ts:\d+/)
  })

  it('holds a lock', async () => {
    let isBusy = false
    const app = answering(async (chat) => {
      if (isBusy) throw new Error('busy with another message')
      isBusy = true
      await chat.sleep(10)
      isBusy = false
    })
    expect(await complaint(app)).toMatch(/the next message was not answered: .*busy with another message/)
  })

  it('does not tell its model', async () => {
    const clock = fakeClock()
    const model = scriptedModel(['a', { waitMs: 60_000 }, 'b'], { clock })
    const app = answering(async (chat) => {
      await chat.stream(model.stream())
    })
    expect(await complaint(app, { clock, model })).toMatch(/replies of the model go on/)
  })

  it('does something else each time', async () => {
    let times = 0
    const app = answering(async (chat) => {
      if (times++ === 0) await chat.send('only once')
    })
    expect(await complaint(app)).toMatch(/chat\.send at [^]*it was not reached this time/)
  })
})
