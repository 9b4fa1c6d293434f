import { startTestChat } from 'chatwright/testing'
import { describe, expect, it } from 'vitest'
import { pause } from '../lib/jobs.ts'

const app = new URL('./apps/asking-later.ts', import.meta.url)
const hosts = ['inline', 'worker', 'process'] as const

it('a question that the app does not know any more refuses its answer and stays open, until it does again', async () => {
  await using chat = await startTestChat(app)
  await (await chat.send('name')).ended()
  process.env['FORGETS'] = 'name'
  try {
    await chat.restart()
    await expect(chat.answer('Bo')).rejects.toMatchObject({ code: 'not_found' })
    expect(chat.openAsks).toHaveLength(1)
    expect(chat.text).not.toContain('Bo')
  } finally {
    delete process.env['FORGETS']
  }
  await chat.restart()
  await chat.answer('Bo')
  await chat.waitFor('"value":"Bo"')
})

describe.each(hosts)('questions that nobody waits with, %s host', (host) => {
  const last = (chat: { messages: readonly { text: string }[] }): unknown =>
    JSON.parse(chat.messages.at(-1)?.text ?? '')

  it('outlive their run, a reload and a restart; the answer begins a run, and is heard of once', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('name')
    expect(await run.ended()).toMatchObject({ state: 'completed' })
    expect(chat.canStop).toBe(false)
    expect(chat.openAsks).toHaveLength(1)
    await chat.restart()
    await using tab = await chat.newTab()
    await tab.waitFor(() => tab.openAsks.length === 1)
    const [ask] = tab.openAsks
    await tab.answer('Bo')
    await chat.waitFor('"kind":"answer"')
    expect(last(chat)).toEqual({ key: 'name', status: 'answered', value: 'Bo', from: 'name', kind: 'answer' })
    expect(chat.text).toContain('Ada: name?\n(answered)\nAda: Asked\nYou: Bo\nAda: ')
    const late = chat.view.commands.answer(ask!.id, { type: 'text', text: 'Cy' })
    await expect(late).rejects.toMatchObject({ code: 'ask_closed' })
    await pause(200)
    expect(chat.state.runs.filter(({ kind }) => kind === 'answer')).toHaveLength(1)
    await tab.waitFor(() => tab.text === chat.text)
  })

  it('give what was declared: a choice, yes or no, a form, an approval, a file', async () => {
    await using chat = await startTestChat(app, { host })
    const answered = async (job: string, answer: () => Promise<unknown>): Promise<unknown> => {
      const before = chat.state.runs.filter(({ kind }) => kind === 'answer').length
      await (await chat.send(job)).ended()
      await chat.waitFor(() => chat.openAsks.length === 1)
      await answer()
      await chat.waitFor(() => {
        const runs = chat.state.runs.filter(({ kind }) => kind === 'answer')
        return runs.length > before && runs.at(-1)?.state === 'completed'
      })
      return chat.messages.at(-1)?.text.startsWith('{') ? (last(chat) as { value: unknown }).value : null
    }
    expect(await answered('slot', () => chat.answer('Sunday'))).toBe('sun')
    expect(await answered('sure', () => chat.answer('No'))).toBe(false)
    const wrong = async () => {
      await expect(chat.fillIn({ name: 'Bo', seats: '3' })).rejects.toMatchObject({ code: 'answer_invalid' })
      await expect(chat.answer('words')).rejects.toMatchObject({ code: 'answer_invalid' })
      await chat.fillIn({ name: 'Bo', seats: 3, key: 'hunter2' })
    }
    expect(await answered('form', wrong)).toEqual({ name: 'Bo', key: 'hunter2', seats: 3, day: 'mon' })
    expect(JSON.stringify(chat.state.asks)).not.toContain('hunter2')
    expect(await answered('refund', () => chat.approve())).toEqual({ approved: true, args: { cents: 1_250 } })
    expect(await answered('refund', () => chat.approve({ cents: 1 }))).toEqual({ approved: true, args: { cents: 1 } })
    expect(await answered('refund', () => chat.reject('No.'))).toEqual({ approved: false, reason: 'No.' })
    await answered('file', () => chat.give('a.txt', 'words'))
    expect(chat.messages.at(-1)?.text).toBe('a.txt: words')
  })

  it('end when they are skipped or their time is up: the app hears of both; taken back, nobody does', async () => {
    await using chat = await startTestChat(app, { host })
    await (await chat.send('slot')).ended()
    await chat.skip()
    await chat.waitFor('"status":"skipped"')
    await (await chat.send('slot 200')).ended()
    await chat.waitFor('"status":"expired"')
    await chat.send('name')
    await chat.waitFor(() => chat.openAsks.length === 1)
    await (await chat.send('withdraw')).ended()
    await chat.waitFor(() => chat.openAsks.length === 0)
    await pause(200)
    expect(chat.state.runs.filter(({ kind }) => kind === 'answer')).toHaveLength(2)
    expect(chat.state.asks.map(({ status }) => status)).toEqual(['skipped', 'expired', 'skipped'])
  })

  it('whose time was up while nobody was there are over when somebody comes', async () => {
    await using chat = await startTestChat(app, { host })
    await (await chat.send('slot 1500')).ended()
    await chat.restart()
    await chat.waitFor('"status":"expired"')
    expect(chat.openAsks).toHaveLength(0)
  })

  it('may be several, of several runs, and a run is told which are open', async () => {
    await using chat = await startTestChat(app, { host })
    for (const job of ['name', 'slot', 'sure']) await (await chat.send(job)).ended()
    await (await chat.send('pending')).ended()
    expect(last(chat)).toEqual([
      { key: 'name', from: 'name' },
      { key: 'slot', from: 'slot' },
      { key: 'sure', from: 'sure' },
    ])
    expect(await chat.say('hi')).toBe('You said hi')
    expect(chat.openAsks).toHaveLength(3)
    await expect((await chat.send('unheard')).ended()).resolves.toMatchObject({ state: 'completed' })
    expect(chat.messages.at(-1)?.text).toBe('bad_option')
  })

  it('end with a stop of the run that put them, and stay when that fails or the host is lost', async () => {
    await using chat = await startTestChat(app, { host })
    const stopped = await chat.send('then-works')
    const ask = await chat.waitFor(() => chat.openAsks[0])
    await chat.stop(stopped.id)
    expect(await stopped.ended()).toMatchObject({ state: 'stopped' })
    expect(chat.state.asks.at(-1)?.status).toBe('stopped')
    const late = chat.view.commands.answer(ask.id, { type: 'text', text: 'Cy' })
    await expect(late).rejects.toMatchObject({ code: 'ask_closed' })
    expect(await (await chat.send('then-throws')).ended()).toMatchObject({ state: 'failed' })
    expect(chat.openAsks).toHaveLength(1)
    await chat.stop()
    expect(chat.openAsks).toHaveLength(1)
    await chat.answer('Bo')
    await chat.waitFor('"value":"Bo"')
  })

  it('25. the run that hears of an answer is stopped like any other', async () => {
    await using chat = await startTestChat(app, { host })
    await (await chat.send('long')).ended()
    await chat.answer('Bo')
    await chat.waitFor('at it')
    expect(chat.canStop).toBe(true)
    await chat.stop()
    await chat.waitFor(() => chat.state.runs.at(-1)?.state === 'stopped')
    expect(chat.state.runs.at(-1)).toMatchObject({ kind: 'answer' })
    expect(chat.text).toContain('You: Bo')
    await pause(300)
    expect(chat.text).not.toContain('never said')
    expect(await chat.say('hi')).toBe('You said hi')
  })
})
