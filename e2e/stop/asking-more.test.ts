import { newId } from '@chatwright/protocol'
import { startTestChat, type TestTab } from 'chatwright/testing'
import { describe, expect, it } from 'vitest'
import { pause } from '../lib/jobs.ts'

const app = new URL('./apps/asking-more.ts', import.meta.url)
const hosts = ['inline', 'worker', 'process'] as const

const last = (chat: TestTab): unknown => JSON.parse(chat.messages.at(-1)?.text ?? '')
const said = (chat: TestTab) => chat.messages.findLast(({ role }) => role === 'user')

describe.each(hosts)('ASK-01, %s host', (host) => {
  it('an answer brings along what was chosen in the composer, checked as a message’s is; after a restart too', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('words')
    const args = { count: 2, of: 'tiles' }
    await chat.answer('Blue ones', { command: 'picture', args, modes: { model: 'slow' } })
    await run.ended()
    const whole = { command: 'picture', args, modes: { model: 'slow' } }
    expect(last(chat)).toEqual({ text: 'Blue ones', ...whole, files: [], isSame: true })
    expect(said(chat)).toMatchObject({ text: 'Blue ones', ...whole })
    await chat.restart()
    expect(said(chat)).toMatchObject({ text: 'Blue ones', ...whole })
    // The mode stays, as it does from message to message, and a command alone is an answer.
    const next = await chat.send('words')
    await chat.answer('', { command: 'search', files: [await chat.upload('a.txt', 'words')] })
    await next.ended()
    const alone = { text: '', command: 'search', modes: { model: 'slow' }, files: ['a.txt'], isSame: true }
    expect(last(chat)).toEqual(alone)
    expect(said(chat)).not.toHaveProperty('args')
  })

  it('what is not offered is refused, nothing is said, and the question stays', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('words')
    const ask = await chat.waitFor(() => chat.openAsks[0])
    const file = await chat.upload('a.txt', 'words')
    const give = (more: object) =>
      chat.view.commands.answer(ask.id, { type: 'text', text: 'These', fileIds: [file.id], ...more })
    for (const [more, code] of [
      [{ command: 'sing' }, 'not_offered'],
      [{ modes: { mood: 'good' } }, 'not_offered'],
      [{ modes: { model: 'vast' } }, 'not_offered'],
      [{ command: 'picture' }, 'setting_invalid'],
      [{ command: 'picture', args: { of: 'x', count: 9 } }, 'setting_invalid'],
      [{ command: 'picture', args: { of: 'x', colour: 'red' } }, 'setting_invalid'],
    ] as const) {
      await expect(give(more)).rejects.toMatchObject({ code })
    }
    const raw = { threadId: chat.threadId, askId: ask.id, answer: { type: 'text', messageId: newId(), text: ' ' } }
    expect(await chat.rawCommand('answer', raw)).toMatchObject({ ok: false, error: { code: 'bad_request' } })
    expect(chat.openAsks).toHaveLength(1)
    expect(chat.text).not.toContain('These')
    // The file was given back each time.
    await give({ command: 'search', args: { of: 'nothing wants it' } })
    await run.ended()
    expect(last(chat)).toMatchObject({ command: 'search', files: ['a.txt'] })
    expect(last(chat)).not.toHaveProperty('args')
  })

  it('a schema: asks again with its words, and gives what it makes of the answer, typed', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('count')
    await chat.answer('a few')
    await chat.waitFor('Digits only, please.\n(asks)')
    await chat.answer(' 41 ')
    await run.ended()
    expect(chat.messages.at(-1)?.text).toBe(' 41  is 42 less one')
    expect(chat.text).toContain('How many?\n(answered)\nYou: a few')
  })

  it('a schema that takes its time: asks again after it, and a stop while it looks ends everything', async () => {
    await using chat = await startTestChat(app, { host })
    const run = await chat.send('slow-count 150')
    await chat.answer('12')
    await chat.waitFor('Nine at most.\n(asks)')
    await chat.answer('8')
    await run.ended()
    expect(chat.messages.at(-1)?.text).toBe('8 at last')
    const stopped = await chat.send('slow-count 500')
    await chat.answer('12')
    await chat.waitFor(() => stopped.run?.state === 'running')
    await chat.stop(stopped.id)
    expect(await stopped.ended()).toMatchObject({ state: 'stopped' })
    const before = chat.text
    await pause(1_200)
    expect(chat.text).toBe(before)
    expect(chat.openAsks).toEqual([])
    expect(chat.eventsAfter('run-end')).toEqual([])
    expect(await chat.say('hi')).toBe('You said hi')
  })
})
