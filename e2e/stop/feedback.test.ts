import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from 'chatwright'
import { startTestChat } from 'chatwright/testing'
import { newId } from '@chatwright/protocol'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { pause } from '../lib/jobs.ts'

const app = new URL('./apps/feedback.ts', import.meta.url)
const hosts = ['inline', 'worker'] as const
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chatwright-feedback-'))
  vi.stubEnv('FEEDBACK_FILE', join(folder, 'heard.jsonl'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

/** What the app heard, in order. */
function heard(): object[] {
  try {
    const lines = readFileSync(join(folder, 'heard.jsonl'), 'utf8').trim().split('\n')
    return lines.map((line) => JSON.parse(line) as object)
  } catch {
    return []
  }
}

describe.each(hosts)('feedback, %s host', (host) => {
  it('PERS-11. is heard, kept over a restart, one for each answer, changed and taken back', async () => {
    await using chat = await startTestChat(app, { host })
    await chat.say('this')
    await (await chat.giveFeedback('up'))?.ended()
    const text = 'An answer to this.'
    expect(heard()).toEqual([{ value: 'up', reasons: [], comment: null, text, userId: 'local' }])

    // A comment on it, then another mind: what was said for the first value goes with it.
    await (await chat.giveFeedback('up', { reasons: ['Clear'], comment: '  Nice.  ' }))?.ended()
    expect(chat.state.feedbacks).toHaveLength(1)
    expect(chat.state.feedbacks[0]).toMatchObject({ value: 'up', reasons: ['Clear'], comment: 'Nice.' })
    await (await chat.giveFeedback('down', { reasons: ['Long', 'Wrong', 'Long'] }))?.ended()
    expect(chat.state.feedbacks[0]).toMatchObject({ value: 'down', reasons: ['Wrong', 'Long'], comment: null })
    expect(heard().at(-1)).toMatchObject({ value: 'down', reasons: ['Wrong', 'Long'], comment: null })

    // The same again is nothing new.
    expect(await chat.giveFeedback('down')).toBeNull()
    expect(heard()).toHaveLength(3)

    const before = chat.state.feedbacks
    expect((await chat.stored())?.feedbacks).toEqual(before)
    await chat.restart()
    expect(chat.state.feedbacks).toEqual(before)

    await (await chat.removeFeedback())?.ended()
    expect(chat.state.feedbacks).toEqual([])
    expect((await chat.stored())?.feedbacks).toEqual([])
    expect(heard().at(-1)).toEqual({ removed: 'down', comment: null })
    expect(await chat.removeFeedback()).toBeNull()
  })

  it('a stop ends who hears of it; what was given stays', async () => {
    await using chat = await startTestChat(app, { host })
    await chat.say('this')
    const run = await chat.giveFeedback('down', { comment: 'slow' })
    await chat.waitFor(() => run?.run?.state === 'running')
    expect((await chat.stop()).outcome).toBe('stopping')
    expect((await run?.ended())?.state).toBe('stopped')
    await pause(1_500)
    expect(heard()).toEqual([])
    expect(chat.state.feedbacks[0]).toMatchObject({ value: 'down', comment: 'slow' })
    expect(await chat.say('again')).toContain('An answer to again.')
  })

  it('what is given of one answer is heard in its order', async () => {
    await using chat = await startTestChat(app, { host })
    await chat.say('this')
    const slow = await chat.giveFeedback('down', { comment: 'slow' })
    const quick = await chat.giveFeedback('up')
    await Promise.all([slow?.ended(), quick?.ended()])
    expect(heard()).toMatchObject([{ value: 'down' }, { value: 'up' }])
  })

  it('what the app throws then is in the log and not on the screen', async () => {
    await using chat = await startTestChat(app, { host })
    await chat.say('this')
    const before = chat.text
    const run = await chat.giveFeedback('up', { comment: 'throw' })
    expect((await run?.ended())?.state).toBe('failed')
    expect(chat.text).toBe(before)
    expect(chat.logs.some((line) => JSON.stringify(line).includes('The books are closed.'))).toBe(true)
    expect(chat.state.feedbacks[0]).toMatchObject({ comment: 'throw' })
    await (await chat.giveFeedback('up', { comment: 'thank' }))?.ended()
    expect(chat.text).toContain('Thank you.')
  })
})

describe('what is refused', () => {
  it('a message that is not there, is a person’s, or is being written; an unknown reason; too much', async () => {
    await using chat = await startTestChat(app)
    await chat.say('this')
    const said = chat.messages.find(({ role }) => role === 'user')?.id
    await expect(chat.giveFeedback('up', { messageId: newId() })).rejects.toMatchObject({ code: 'not_found' })
    await expect(chat.giveFeedback('up', { messageId: said as string })).rejects.toMatchObject({ code: 'not_found' })
    await expect(chat.giveFeedback('up', { reasons: ['Wrong'] })).rejects.toMatchObject({ code: 'not_offered' })
    await expect(chat.giveFeedback('up', { comment: 'x'.repeat(5_001) })).rejects.toMatchObject({ code: 'too_large' })
    await expect(chat.giveFeedback('sideways' as 'up')).rejects.toMatchObject({ code: 'bad_request' })
    await chat.send('slowly')
    await chat.waitFor('word3')
    await expect(chat.giveFeedback('up')).rejects.toMatchObject({ code: 'not_found' })
    await chat.stop()
    await chat.waitFor(() => !chat.canStop)
    // A stopped answer can be judged.
    await chat.giveFeedback('down')
    expect(chat.state.feedbacks).toMatchObject([{ value: 'down' }])
    expect(chat.text).toContain('word3')
  })

  it('is not offered unless the app wants it; with `feedback` alone nobody need hear of it', async () => {
    const reply = { name: 'A' }
    const plain = createApp(reply)
    plain.onMessage((_, chat) => chat.send('Yes.'))
    await using chat = await startTestChat(plain, { host: 'inline' })
    await chat.say('this')
    expect(chat.client.hello.getSnapshot()?.app.feedback).toBeNull()
    await expect(chat.giveFeedback('up')).rejects.toMatchObject({ code: 'not_offered' })
    await expect(chat.removeFeedback()).rejects.toMatchObject({ code: 'not_offered' })

    const silent = createApp({ ...reply, feedback: true })
    silent.onMessage((_, chat) => chat.send('Yes.'))
    await using other = await startTestChat(silent, { host: 'inline' })
    await other.say('this')
    expect(await other.giveFeedback('up')).toBeNull()
    expect(other.state.feedbacks).toMatchObject([{ value: 'up' }])

    expect(() => createApp({ feedback: { reasons: { up: ['x', 'x'] } } })).toThrow('createApp: feedback')
    expect(() => createApp({ feedback: 'yes' as unknown as true })).toThrow('createApp: feedback')
  })
})
