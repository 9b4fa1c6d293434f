import { startTestChat, type TestTab } from 'chatwright/testing'
import { describe, expect, it, vi } from 'vitest'
import { pause } from '../lib/jobs.ts'

const app = new URL('./apps/page-calls.ts', import.meta.url)
const hosts = ['inline', 'worker', 'process'] as const

const lastText = (tab: TestTab) => tab.messages.at(-1)?.text
const openCalls = (tab: TestTab) => tab.view.getSnapshot().state.calls

/** A function that counts its runs and goes on until it is let or aborted. */
function slow(value: unknown = { x: 2 }) {
  const seen = { runs: 0, aborted: 0, finish: () => {} }
  const run = (_args: unknown, { signal }: { signal: AbortSignal }) => {
    seen.runs++
    signal.addEventListener('abort', () => seen.aborted++)
    return new Promise((resolve) => {
      seen.finish = () => resolve(value)
    })
  }
  return { seen, run }
}

describe.each(hosts)('functions of the page, %s host', (host) => {
  it('gets what the function gives back, with the arguments of the app', async () => {
    await using chat = await startTestChat(app, { host })
    const about: unknown[] = []
    chat.client.functions.register('selection', (args, { threadId }) => {
      about.push(args, threadId)
      return { words: 'so it goes', args }
    })
    await chat.say('call selection')
    const args = { of: 'report', at: [1, null] }
    expect(JSON.parse(lastText(chat) ?? '')).toEqual({ words: 'so it goes', args })
    expect(about).toEqual([args, chat.threadId])
    // The run is not waiting for the person, and nothing of the call is kept.
    expect(chat.events.some((event) => event.type === 'run-update' && event.state === 'waiting')).toBe(false)
    expect(JSON.stringify(await chat.stored())).not.toContain('"name":"selection"')
    expect(openCalls(chat)).toEqual([])
  })

  it('Stop ends it everywhere: the handler, the function, and what the function would have said', async () => {
    await using chat = await startTestChat(app, { host })
    const { seen, run } = slow()
    chat.client.functions.register('position', run)
    const sent = await chat.send('act')
    await chat.waitFor(() => seen.runs === 1)
    const [call] = openCalls(chat)
    await chat.stop()
    await sent.ended()
    expect(seen.aborted).toBe(1)
    expect(openCalls(chat)).toEqual([])
    seen.finish()
    const outcome = { type: 'value' as const, value: { x: 1 } }
    const late = await chat.command('endCall', { threadId: chat.threadId, callId: call?.id ?? '', outcome })
    expect(late).toMatchObject({ ok: false, error: { code: 'call_closed' } })
    await pause(500)
    expect(chat.sideEffects).toEqual([])
    expect(chat.eventsAfter('run-end')).toEqual([])
    expect(chat.text).not.toContain('went on')
    expect(await chat.say('hi')).toBe('You said hi')
  })
})

describe('functions of the page', () => {
  it('are typed and checked by what the app declared', async () => {
    await using chat = await startTestChat(app)
    let value: unknown = { x: 1.25 }
    chat.client.functions.register('position', () => Promise.resolve(value))
    await chat.say('typed')
    expect(lastText(chat)).toBe('x is 1.3')
    value = { x: 'left' }
    const run = await chat.send('typed')
    expect(await run.ended()).toMatchObject({
      state: 'failed',
      error: { message: expect.stringContaining('something else') },
    })
  })

  it('fail with the words of what they throw, and of what cannot be sent', async () => {
    await using chat = await startTestChat(app)
    const fails = async (work: () => unknown): Promise<string | undefined> => {
      const off = chat.client.functions.register('position', work)
      const run = await chat.send('act')
      const { error } = await run.ended()
      off()
      return error?.message
    }
    expect(await fails(() => Promise.reject(new Error('The map is shut.')))).toContain('failed: The map is shut.')
    expect(await fails(() => () => {})).toContain('JSON cannot hold')
    expect(await fails(() => 10n)).toMatch(/failed: .*BigInt/)
    expect(await fails(() => 'x'.repeat(100_001))).toMatch(/failed: .*100000 characters/)
    expect(await fails(() => Promise.reject(new Error('y'.repeat(5_000))))).toMatch(/y{900}/)
    const bad = await chat.send('bad')
    expect(await bad.ended()).toMatchObject({ error: { message: expect.stringContaining('args: expected JSON') } })
    const misnamed = await chat.send('misnamed')
    expect(await misnamed.ended()).toMatchObject({ error: { message: expect.stringContaining('a name of letters') } })
  })

  it('are waited for as long as was said: nobody has it, or it does not answer', async () => {
    await using chat = await startTestChat(app)
    const none = await chat.send('hurry')
    const { error } = await none.ended()
    expect(error?.message).toMatch(/^No page that shows the conversation had a function position within 300 ms/)
    await chat.say('otherwise')
    expect(lastText(chat)).toBe('"nowhere"')
    const { seen, run } = slow()
    chat.client.functions.register('position', run)
    const slowOne = await chat.send('hurry')
    expect(await slowOne.ended()).toMatchObject({ error: { message: expect.stringContaining('gave nothing back') } })
    expect(seen).toMatchObject({ runs: 1, aborted: 1 })
    await chat.say('given-up')
    expect(lastText(chat)).toBe('"TimeoutError"')
    expect(seen).toMatchObject({ runs: 2, aborted: 2 })
    expect(openCalls(chat)).toEqual([])
  })

  it('may come later than the call; the latest is run, and several at once', async () => {
    await using chat = await startTestChat(app)
    const run = await chat.send('both')
    await chat.waitFor(() => openCalls(chat).length === 3)
    chat.client.functions.register('one', (args) => `first ${JSON.stringify(args)}`)
    chat.client.functions.register('two', (args) => `second ${JSON.stringify(args)}`)
    await run.ended()
    expect(JSON.parse(lastText(chat) ?? '')).toEqual(['first 1', 'second 2', 'first 3'])
    chat.client.functions.register('one', () => 'an element', { threadId: chat.threadId })
    chat.client.functions.register('one', () => 'another thread', { threadId: crypto.randomUUID() })
    const off = chat.client.functions.register('one', () => 'latest')
    await chat.say('call one')
    expect(lastText(chat)).toBe('"latest"')
    off()
    await chat.say('call one')
    expect(lastText(chat)).toMatch(/^"first/)
    for (const name of ['', '1st', 'a b', '<script>', 'x'.repeat(201)]) {
      expect(() => chat.client.functions.register(name, () => 1)).toThrow('not the name of a function')
    }
  })

  it('are run by one of all pages, and by another when that one goes', async () => {
    await using chat = await startTestChat(app)
    await using other = await chat.newTab()
    const [mine, others] = [slow('mine'), slow('others')]
    chat.client.functions.register('position', mine.run)
    other.client.functions.register('position', others.run)
    await using third = await chat.newTab()
    await chat.send('call position')
    await chat.waitFor(() => mine.seen.runs + others.seen.runs > 0)
    await pause(200)
    expect(mine.seen.runs + others.seen.runs).toBe(1)
    const [holder, heir, holding] = mine.seen.runs === 1 ? [mine, others, chat] : [others, mine, other]
    await holding.disconnect()
    await vi.waitFor(() => expect(heir.seen.runs).toBe(1))
    heir.seen.finish()
    await third.waitFor((tab) => tab.messages.length === 2)
    expect(lastText(third)).toBe(heir === mine ? '"mine"' : '"others"')
    await holding.reconnect()
    await vi.waitFor(() => expect(holder.seen).toMatchObject({ runs: 1, aborted: 1 }))
  })

  it('are not run again by a page whose line broke and came back', async () => {
    await using chat = await startTestChat(app)
    const { seen, run } = slow('kept')
    chat.client.functions.register('position', run)
    const sent = await chat.send('call position')
    await chat.waitFor(() => seen.runs === 1)
    await chat.disconnect()
    await chat.reconnect()
    await pause(300)
    expect(seen).toMatchObject({ runs: 1, aborted: 0 })
    await chat.disconnect()
    seen.finish()
    await chat.reconnect()
    await sent.ended()
    expect(lastText(chat)).toBe('"kept"')
    expect(seen.runs).toBe(1)
  })

  it('are answered for by the page that runs them and by no other', async () => {
    await using chat = await startTestChat(app)
    await using other = await chat.newTab()
    const { seen, run } = slow('mine')
    chat.client.functions.register('position', run)
    const sent = await chat.send('call position')
    await chat.waitFor(() => seen.runs === 1)
    const callId = openCalls(chat)[0]?.id ?? ''
    expect(await other.command('takeCall', { threadId: chat.threadId, callId })).toMatchObject({
      result: { isYours: false },
    })
    const forged = { threadId: chat.threadId, callId, outcome: { type: 'value' as const, value: 'forged' } }
    expect(await other.command('endCall', forged)).toMatchObject({ ok: false, error: { code: 'call_closed' } })
    seen.finish()
    await sent.ended()
    expect(lastText(chat)).toBe('"mine"')
  })

  it('end with their step, and its run goes on', async () => {
    await using chat = await startTestChat(app)
    const { seen, run } = slow()
    chat.client.functions.register('position', run)
    const sent = await chat.send('in-step')
    await chat.waitFor(() => seen.runs === 1)
    await chat.view.commands.stopStep(sent.id, chat.state.steps[0]?.id ?? '')
    await sent.ended()
    expect(lastText(chat)).toBe('The step was stopped.')
    expect(seen.aborted).toBe(1)
  })

  it('are looked up in the thread: not of another, not closed, not unknown', async () => {
    await using chat = await startTestChat(app)
    await using elsewhere = await chat.newTab(null)
    await elsewhere.say('hi')
    const run = await chat.send('call position')
    await chat.waitFor(() => openCalls(chat).length === 1)
    const callId = openCalls(chat)[0]?.id ?? ''
    const outcome = { type: 'value' as const, value: 1 }
    const closed = { ok: false, error: { code: 'call_closed' } }
    expect(await chat.command('takeCall', { threadId: elsewhere.threadId, callId })).toMatchObject(closed)
    expect(await chat.command('endCall', { threadId: elsewhere.threadId, callId, outcome })).toMatchObject(closed)
    // Not taken before.
    expect(await chat.command('endCall', { threadId: chat.threadId, callId, outcome })).toMatchObject(closed)
    const unknown = crypto.randomUUID()
    expect(await chat.command('takeCall', { threadId: chat.threadId, callId: unknown })).toMatchObject(closed)
    expect(await chat.command('takeCall', { threadId: unknown, callId })).toMatchObject({
      ok: false,
      error: { code: 'thread_not_found' },
    })
    const packet = {
      threadId: chat.threadId,
      callId,
      outcome: JSON.parse('{"type":"value","value":{"constructor":1}}'),
    }
    expect(await chat.command('endCall', packet as never)).toMatchObject({ ok: false, error: { code: 'bad_request' } })
    chat.client.functions.register('position', () => 'here')
    await run.ended()
    expect(lastText(chat)).toBe('"here"')
  })
})
