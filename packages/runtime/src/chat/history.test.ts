import { describe, expect, it } from 'vitest'
import type { Message, Role } from '@chatwright/protocol'
import { createApp } from '../app/create-app.ts'
import { serveTest, userMessage } from '../testing/test-link.ts'
import { History } from './history.ts'

function said(role: Role, text: string, more: Partial<Message> = {}): Message {
  return { ...userMessage(text), role, author: role, ...more }
}

function historyOf(...messages: Message[]): History {
  return new History(messages, () => 5_000)
}

describe('history', () => {
  it('is a copy that can be added to, removed from and cleared', () => {
    const first = said('user', 'one')
    const history = historyOf(first)
    const [copy] = history.messages
    if (copy) copy.text = 'changed'
    expect(history.messages[0]?.text).toBe('one')

    history.add(first)
    history.add({ role: 'system', text: 'Be brief.' })
    expect(history.length).toBe(2)
    expect([...history].map((message) => message.text)).toEqual(['one', 'Be brief.'])
    expect(history.messages[1]).toMatchObject({ createdAt: 5_000, author: 'system', status: 'done' })

    history.remove(first)
    history.remove('not there')
    expect(history.length).toBe(1)
    history.clear()
    expect(history.messages).toEqual([])
    expect(() => history.add({ role: 'tool' as never, text: 'x' })).toThrow(/history.add: expected/)
  })

  it('gives models what is valid: nothing empty, no errors, a stopped answer once, code in fences', () => {
    const stopped = said('assistant', 'Once upon', { status: 'stopped' })
    const history = historyOf(
      said('system', 'Be brief.'),
      said('user', 'Tell me a story'),
      stopped,
      said('assistant', '  '),
      said('assistant', 'Something broke', { isError: true }),
      said('user', 'Go on'),
      said('assistant', 'a = "```"', { language: 'python' }),
    )
    history.add(stopped)
    const expected = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Tell me a story' },
      { role: 'assistant', content: 'Once upon' },
      { role: 'user', content: 'Go on' },
      { role: 'assistant', content: '````python\na = "```"\n````' },
    ]
    expect(history.forAiSdk()).toEqual(expected)
    expect(history.forOpenAI()).toEqual(expected)
    expect(history.forAiSdk({ includeErrors: true })).toHaveLength(6)
  })

  it('gives Anthropic turns that alternate, the user first, the system apart', () => {
    const history = historyOf(
      said('assistant', 'Welcome!'),
      said('system', 'Be brief.'),
      said('assistant', 'Ask me.  \n'),
      said('user', 'One'),
      said('user', 'Two'),
      said('assistant', 'Answer'),
      said('system', 'Be kind.'),
    )
    expect(history.forAnthropic()).toEqual({
      system: 'Be brief.\n\nBe kind.',
      messages: [
        { role: 'user', content: '(The conversation begins.)' },
        { role: 'assistant', content: 'Welcome!\n\nAsk me.' },
        { role: 'user', content: 'One\n\nTwo' },
        { role: 'assistant', content: 'Answer' },
      ],
    })
    expect(historyOf().forAnthropic()).toEqual({ messages: [] })
  })

  it('holds what the run sends, as it grows, once', async () => {
    const app = createApp()
    const seen: string[][] = []
    app.onMessage(async (_, chat) => {
      const look = (): void => void seen.push(chat.history.messages.map((message) => message.text))
      look()
      const reply = chat.message()
      look()
      await reply.append('Hel')
      look()
      await reply.append('lo')
      await reply.done()
      await chat.step('Search', () => chat.send('in a step'))
      look()
    })
    const link = await serveTest(app)
    await link.done(link.ask({ history: [said('user', 'before'), said('assistant', 'answer')] }))
    expect(seen).toEqual([
      ['before', 'answer', 'hello'],
      ['before', 'answer', 'hello'],
      ['before', 'answer', 'hello', 'Hel'],
      ['before', 'answer', 'hello', 'Hello', 'in a step'],
    ])
  })
})
