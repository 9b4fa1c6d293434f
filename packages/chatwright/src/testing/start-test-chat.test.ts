import { createApp } from '@chatwright/runtime'
import { fakeClock, scriptedModel } from '@chatwright/runtime/testing'
import { describe, expect, it } from 'vitest'
import { startTestChat } from './start-test-chat.ts'
import { openTestTab } from './open-test-tab.ts'

const talk = new URL('apps/talk.ts', import.meta.url)

describe.each(['inline', 'worker'] as const)('a chat on an app in a file, %s', (host) => {
  it('says and hears', async () => {
    await using chat = await startTestChat(talk, { host })
    expect(await chat.say('hi')).toBe('You said hi')
    expect(await chat.say('step')).toBe('found')
    expect(chat.text).toBe('You: hi\nTalk: You said hi\nYou: step\n[Search: done]\nTalk: found')
  })

  it('stops, and sees nothing more', async () => {
    await using chat = await startTestChat(talk, { host })
    const run = await chat.send('count')
    await chat.waitFor('5 6 7')
    expect(chat.canStop).toBe(true)
    expect(await chat.stop(run.id)).toMatchObject({ outcome: 'stopping', runIds: [run.id] })
    expect(await run.ended()).toMatchObject({ state: 'stopped', cause: 'user' })
    const { text } = chat
    expect(text).toMatch(/\(Stopped\.\)$/)
    await chat.waitFor((tab) => tab.events.some((event) => event.type === 'run-settled'))
    expect(chat.text).toBe(text)
    expect(chat.eventsAfter('run-end')).toEqual([])
    expect(await chat.stop()).toMatchObject({ outcome: 'nothing-running' })
  })

  it('hears of what an app does to the world, also after a stop', async () => {
    await using chat = await startTestChat(talk, { host })
    const run = await chat.send('effect')
    await chat.waitFor('begun')
    await chat.stop()
    await run.ended()
    expect(chat.sideEffects).toEqual([])
    await chat.waitFor(() => chat.sideEffects.length > 0)
    expect(chat.sideEffects).toEqual(['wrote'])
  })

  it('goes on where it was after a line was cut, in another tab and after a restart', async () => {
    await using chat = await startTestChat(talk, { host })
    const run = await chat.send('count')
    await chat.waitFor('1 2 3')
    await chat.disconnect()
    await chat.reconnect()
    await using tab = await chat.newTab()
    await tab.waitFor(/(\d+ ){20}/)
    await tab.stop(run.id)
    await run.ended()
    await tab.waitFor('(Stopped.)')
    expect(tab.text).toBe(chat.text)
    const before = chat.text
    expect((await chat.stored())?.messages).toEqual(chat.messages)
    expect(await chat.stored(crypto.randomUUID())).toBeNull()
    await chat.restart()
    expect(chat.text).toBe(before)
    await using later = await chat.newTab()
    expect(later.text).toBe(before)
    expect(await later.say('again')).toBe('You said again')
  })

  it('sees an error of a handler', async () => {
    await using chat = await startTestChat(talk, { host })
    const run = await chat.send('fail')
    expect(await run.ended()).toMatchObject({ state: 'failed' })
    expect(chat.text).toContain('(Error: as told)')
  })

  it('takes a changed app, on open tabs', async () => {
    await using chat = await startTestChat(talk, { host })
    await chat.say('hi')
    await chat.reload(new URL('apps/changed.ts', import.meta.url))
    expect(await chat.say('hi')).toBe('changed')
  })
})

describe('a worker', () => {
  it('is killed when it blocks, and the chat goes on', async () => {
    await using chat = await startTestChat(talk, { timings: { graceMs: 200 } })
    const run = await chat.send('block')
    await chat.waitFor(() => run.run?.state === 'running')
    await chat.stop()
    expect((await run.ended()).state).toBe('stopped')
    expect(await chat.say('hi')).toBe('You said hi')
  })

  it('survives what nobody handles, and says so in the log', async () => {
    await using chat = await startTestChat(talk)
    expect(await chat.say('stray')).toBe('still here')
    const logged = (text: string) => chat.logs.find(({ error }) => typeof error === 'string' && error.includes(text))
    expect(await chat.waitFor(() => logged('nobody cares'))).toMatchObject({ level: 50 })
    expect(await chat.waitFor(() => logged('thrown in a timer'))).toMatchObject({
      error: expect.stringMatching(/talk\.ts:\d+/),
    })
    expect(await chat.say('hi')).toBe('You said hi')
  })

  it('that the app exits is reported, with its caller, and replaced', async () => {
    await using chat = await startTestChat(talk)
    const run = await chat.send('exit')
    expect((await run.ended()).state).toBe('lost')
    const line = await chat.waitFor(() => chat.logs.find(({ msg }) => msg.includes('process.exit')))
    expect(line).toMatchObject({ code: 3, at: expect.stringMatching(/talk\.ts:\d+/) })
    expect(await chat.say('hi')).toBe('You said hi')
  })
})

describe('a chat on an app as a value', () => {
  it('shares variables, a clock and a model with the test', async () => {
    const clock = fakeClock()
    const model = scriptedModel(['Once ', { waitMs: 60_000 }, 'more'], { clock })
    const app = createApp<{ count: number }>({ state: () => ({ count: 0 }) })
    app.onMessage(async (_message, chat) => void (await chat.stream(model.stream({ signal: chat.signal }))))
    await using chat = await startTestChat(app, { clock })
    const run = await chat.send('go')
    await chat.waitFor('Once')
    await clock.advance(60_000)
    await run.ended()
    expect(run.text).toBe('Once more')
    expect(chat.clock).toBe(clock)
    expect(model.calls).toHaveLength(1)
  })

  it('cannot be put into a worker', async () => {
    const app = createApp()
    app.onMessage(() => {})
    await expect(startTestChat(app, { host: 'worker' })).rejects.toThrow('A worker cannot be given an app')
  })

  it('says what was on screen when something never comes', async () => {
    const app = createApp({ name: 'Parrot' })
    app.onMessage(async (message, chat) => void (await chat.send(message.text)))
    await using chat = await startTestChat(app)
    await chat.say('hi')
    await expect(chat.waitFor('bye', { timeoutMs: 100 })).rejects.toThrow(
      /not bye on screen[^]*Parrot: hi[^]*completed/,
    )
  })
})

it('a tab can be opened on whatever is served', async () => {
  await using chat = await startTestChat(talk)
  await using tab = await openTestTab({ url: chat.url })
  expect(await tab.say('hi')).toBe('You said hi')
  expect(chat.messages).toEqual([])
})

it('a file that exports no app is refused with advice', async () => {
  await expect(startTestChat(new URL('side-effects.ts', import.meta.url))).rejects.toMatchObject({
    code: 'app_invalid',
    message: expect.stringContaining('exports only SideEffects, channelName, recordSideEffect'),
  })
})
