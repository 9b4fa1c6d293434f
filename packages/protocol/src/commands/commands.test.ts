import { describe, expect, it } from 'vitest'
import { limits } from '../limits.ts'
import { newId } from '../new-id.ts'
import { commands } from './index.ts'

const ids = () => ({ id: newId(), threadId: newId(), messageId: newId(), runId: newId() })

describe('commands', () => {
  it('drops what it does not know', () => {
    const parsed = commands.send.parse({ ...ids(), text: 'hi', role: 'system', author: 'Somebody', createdAt: 5 })
    expect(Object.keys(parsed).sort((a, b) => a.localeCompare(b))).toEqual([
      'id',
      'messageId',
      'runId',
      'text',
      'threadId',
    ])
  })

  it.each([
    ['no text', { ...ids() }],
    ['an empty text', { ...ids(), text: ' \n ' }],
    ['too long a text', { ...ids(), text: 'x'.repeat(limits.messageCharacters + 1) }],
    ['an id that is none', { ...ids(), messageId: 'message-1', text: 'hi' }],
    ['an id with a prototype’s name', { ...ids(), runId: '__proto__', text: 'hi' }],
    ['metadata that reaches a prototype', { ...ids(), text: 'hi', metadata: { a: { constructor: 1 } } }],
    ['metadata that is no JSON', { ...ids(), text: 'hi', metadata: { a: () => 1 } }],
  ])('refuses a message with %s', (_, body) => {
    expect(commands.send.safeParse(body).success).toBe(false)
  })

  it('reads no prototype key out of metadata', () => {
    const metadata = JSON.parse('{"__proto__": {"polluted": true}, "a": 1}') as object
    const parsed = commands.send.parse({ ...ids(), text: 'hi', metadata })
    expect(parsed.metadata).toEqual({ a: 1 })
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  it.each([
    [{ ...ids(), source: 'button', seenSeq: -1 }],
    [{ ...ids(), source: 'telepathy' }],
    [{ id: newId(), source: 'button' }],
  ])('refuses a stop that makes no sense: %o', (body) => {
    expect(commands.stop.safeParse(body).success).toBe(false)
  })

  it('takes an answer in words as it takes a message: with a command or files it may be empty', () => {
    const { id, threadId, messageId } = ids()
    const answerOf = (answer: object) => commands.answer.safeParse({ id, threadId, askId: newId(), answer })
    const words = { type: 'text', messageId, text: ' ' }
    expect(answerOf(words).success).toBe(false)
    expect(answerOf({ ...words, modes: { model: 'slow' } }).success).toBe(false)
    for (const more of [{ command: 'picture' }, { fileIds: [newId()] }, { text: 'tiles' }]) {
      const chosen = { args: { count: 2 }, modes: { model: 'slow' } }
      expect(answerOf({ ...words, ...more, ...chosen }).data?.answer).toEqual({ ...words, ...more, ...chosen })
    }
    for (const wrong of [{ command: '' }, { command: 7 }, { modes: { model: 7 } }, { args: 'none' }]) {
      expect(answerOf({ ...words, text: 'tiles', ...wrong }).success).toBe(false)
    }
  })

  it('trims a title, and refuses one of blanks', () => {
    const { id, threadId } = ids()
    expect(commands.renameThread.parse({ id, threadId, title: '  Lisbon ' }).title).toBe('Lisbon')
    expect(commands.renameThread.safeParse({ id, threadId, title: '   ' }).success).toBe(false)
  })
})
