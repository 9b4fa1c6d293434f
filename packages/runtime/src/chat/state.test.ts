import { describe, expect, it } from 'vitest'
import { newId, type JsonObject } from '@chatwright/protocol'
import { createApp } from '../app/create-app.ts'
import { serveTest, type TestLink } from '../testing/test-link.ts'
import { sessionValue } from './session-value.ts'

function stored(link: TestLink): JsonObject[] {
  return link.frames.flatMap((frame) => (frame.type === 'state' ? [frame.values] : []))
}

describe('chat.state', () => {
  it('belongs to the thread, begins as declared, and is stored when it changed', async () => {
    const app = createApp({ state: () => ({ count: 0, names: [] as string[] }) })
    app.onMessage((message, chat) => {
      if (message.text === 'look') return
      chat.state.count++
      chat.state.names.push(message.text)
    })
    const link = await serveTest(app)
    const other = newId()
    await link.done(link.ask({ text: 'a' }))
    await link.done(link.ask({ text: 'b' }))
    await link.done(link.ask({ text: 'look' }))
    await link.done(link.ask({ text: 'c', threadId: other }))
    expect(stored(link)).toEqual([
      { count: 1, names: ['a'] },
      { count: 2, names: ['a', 'b'] },
      { count: 1, names: ['c'] },
    ])
    const frames = link.frames.map((frame) => frame.type)
    expect(frames.indexOf('state')).toBeLessThan(frames.indexOf('done'))
  })

  it('takes what was stored when there is no live copy, and only then', async () => {
    const app = createApp({ state: () => ({ count: 0, color: 'red' }) })
    const seen: unknown[] = []
    app.onMessage((_, chat) => {
      seen.push({ ...chat.state })
      chat.state.count++
    })
    const link = await serveTest(app)
    await link.done(link.ask({ state: { count: 7 } }))
    await link.done(link.ask({ state: { count: 7 } }))
    link.send({ type: 'forget', threadId: link.threadId })
    await link.done(link.ask({ state: { count: 40 } }))
    expect(seen).toEqual([
      { count: 7, color: 'red' },
      { count: 8, color: 'red' },
      { count: 40, color: 'red' },
    ])
  })

  it('holds anything in memory and stores what JSON can hold', async () => {
    const app = createApp()
    let kept: unknown
    app.onMessage((_, chat) => {
      kept = chat.state['client']
      const loop: unknown[] = []
      loop.push(loop)
      Object.assign(chat.state, {
        client: new Map(),
        when: new Date(),
        loop,
        nan: Number.NaN,
        deep: { list: [1, { gone: undefined, stays: true }] },
        text: 'x',
      })
    })
    const link = await serveTest(app)
    await link.done(link.ask())
    await link.done(link.ask())
    expect(kept).toBeInstanceOf(Map)
    expect(stored(link)).toEqual([{ deep: { list: [1, { stays: true }] }, text: 'x' }])
    expect(link.logged('debug')[0]).toContain('state.client, state.when, state.loop, state.nan')
  })

  it('is stored after a stop too', async () => {
    const app = createApp({ state: () => ({ count: 0 }) })
    let began = false
    app.onMessage(async (_, chat) => {
      chat.state.count = 1
      began = true
      await chat.sleep(60_000)
    })
    const link = await serveTest(app)
    const runId = link.ask()
    await link.until(() => began, 'the run')
    link.stop(runId)
    await link.settled(runId)
    expect(stored(link)).toEqual([{ count: 1 }])
  })

  it('fails the run and no other when its beginning throws', async () => {
    let broken = true
    const app = createApp({
      state: () => {
        if (broken) throw new Error('no state')
        return { a: 1 }
      },
    })
    app.onMessage((_, chat) => chat.send('fine'))
    const link = await serveTest(app)
    const done = await link.done(link.ask())
    expect(done.error).toMatchObject({ code: 'handler_failed', message: 'no state' })
    broken = false
    expect((await link.done(link.ask())).error).toBeNull()
  })
})

describe('sessionValue', () => {
  it('gets, sets, updates and resets, each thread its own', async () => {
    const counter = sessionValue('counter', 0)
    const names = sessionValue<string[]>('names', [])
    const app = createApp()
    const seen: unknown[] = []
    app.onMessage((message) => {
      if (message.text === 'reset') {
        counter.reset()
        names.reset()
      } else {
        counter.update((n) => n + 1)
        names.get().push(message.text)
      }
      seen.push([counter.get(), [...names.get()]])
    })
    const link = await serveTest(app)
    const other = newId()
    await link.done(link.ask({ text: 'a' }))
    await link.done(link.ask({ text: 'b' }))
    await link.done(link.ask({ text: 'c', threadId: other }))
    await link.done(link.ask({ text: 'reset' }))
    expect(seen).toEqual([
      [1, ['a']],
      [2, ['a', 'b']],
      [1, ['c']],
      [0, []],
    ])
    expect(() => counter.get()).toThrow(expect.objectContaining({ code: 'no_chat' }) as Error)
  })
})
