import Anthropic from '@anthropic-ai/sdk'
import fc from 'fast-check'
import OpenAI from 'openai'
import { describe, expect, it } from 'vitest'
import { newId, type Message, type Role, type Step } from '@chatwright/protocol'
import { createApp } from '../app/create-app.ts'
import { historyProblems } from '../testing/model-rules.ts'
import { anyThread, toolStep } from '../testing/damaged-threads.ts'
import { StrictModels } from '../testing/strict-models.ts'
import { serveTest, userMessage } from '../testing/test-link.ts'
import { History } from './history.ts'
import type { OpenAiMessage } from './model-history.ts'

const runId = newId()

function said(role: Role, text: string, createdAt: number, more: Partial<Message> = {}): Message {
  return { ...userMessage(text, runId), role, author: role, createdAt, ...more }
}

function called(name: string, input: string, output: string, startedAt: number, more: Partial<Step> = {}): Step {
  return toolStep({ runId, name, input: pane(input), output: pane(output), startedAt, endedAt: startedAt + 5, ...more })
}

const tools = { includeTools: true }

describe('calls of tools in a history', () => {
  const lookUp = called('Look up', '{"city":"Oslo"}', 'Rain', 20, {
    metadata: { toolName: 'weather', toolCallId: 'c1' },
  })
  const book = called('book', '{"to":"Oslo"}', '', 21, { status: 'stopped', endedAt: 22 })
  const messages = [
    said('user', 'Book a flight', 900),
    said('assistant', 'Let me see.', 10),
    said('assistant', 'Booked', 40),
  ]
  const history = new History(messages, Date.now, [book, lookUp])
  const unknown = 'It was stopped before it was through. Whether it took effect is unknown.'

  it('are left out unless they are asked for', () => {
    expect(history.forOpenAI()).toEqual([
      { role: 'user', content: 'Book a flight' },
      { role: 'assistant', content: 'Let me see.' },
      { role: 'assistant', content: 'Booked' },
    ])
    expect(history.messages).toHaveLength(3)
    expect(history.length).toBe(3)
  })

  it('stand where they were made, closed, for OpenAI', () => {
    expect(history.forOpenAI(tools)).toEqual([
      { role: 'user', content: 'Book a flight' },
      {
        role: 'assistant',
        content: 'Let me see.',
        tool_calls: [
          { id: 'c1', type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } },
          { id: book.id, type: 'function', function: { name: 'book', arguments: '{"to":"Oslo"}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'Rain' },
      { role: 'tool', tool_call_id: book.id, content: unknown },
      { role: 'assistant', content: 'Booked' },
    ])
  })

  it('and for Anthropic, and for the AI SDK', () => {
    expect(history.forAnthropic(tools).messages).toEqual([
      { role: 'user', content: 'Book a flight' },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'Let me see.' },
          { type: 'tool_use', id: 'c1', name: 'weather', input: { city: 'Oslo' } },
          { type: 'tool_use', id: book.id, name: 'book', input: { to: 'Oslo' } },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'c1', content: 'Rain' },
          { type: 'tool_result', tool_use_id: book.id, content: unknown, is_error: true },
        ],
      },
      { role: 'assistant', content: 'Booked' },
    ])
    expect(history.forAiSdk(tools).slice(1, 3)).toEqual([
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'Let me see.' },
          { type: 'tool-call', toolCallId: 'c1', toolName: 'weather', input: { city: 'Oslo' } },
          { type: 'tool-call', toolCallId: book.id, toolName: 'book', input: { to: 'Oslo' } },
        ],
      },
      {
        role: 'tool',
        content: [
          { type: 'tool-result', toolCallId: 'c1', toolName: 'weather', output: { type: 'text', value: 'Rain' } },
          {
            type: 'tool-result',
            toolCallId: book.id,
            toolName: 'book',
            output: { type: 'error-text', value: unknown },
          },
        ],
      },
    ])
  })

  it('one after the other are rounds of their own', () => {
    const [first, second] = [called('a', '{}', '1', 10), called('b', '{}', '2', 30)]
    const roles = new History([said('user', 'go', 0)], Date.now, [first, second])
      .forOpenAI(tools)
      .map(({ role }) => role)
    expect(roles).toEqual(['user', 'assistant', 'tool', 'assistant', 'tool'])
  })

  it.each<[string, Partial<Step>, string | null]>([
    ['half of its arguments', { status: 'stopped', input: pane('{"city":"Os') }, null],
    ['half of its arguments, and the stream broke', { status: 'failed', input: pane('{"city":"Os') }, null],
    ['no arguments', { input: pane('') }, '{}'],
    ['a list', { input: pane('[1,2]') }, '{"input":[1,2]}'],
    ['plain text', { status: 'stopped', input: pane('owls') }, '{"input":"owls"}'],
  ])('with %s', (_, more, expected) => {
    const history = new History([said('user', 'go', 0)], Date.now, [called('a', '{}', '1', 10, more)])
    const [, call] = history.forOpenAI(tools) as Extract<OpenAiMessage, { tool_calls: unknown }>[]
    expect(call?.tool_calls[0]?.function.arguments ?? null).toBe(expected)
  })

  it('keep what they had given when they were stopped, and what went wrong when they failed', () => {
    const steps = [
      called('a', '{}', 'half of it', 10, { status: 'stopped' }),
      called('b', '{}', 'No such city', 10, { status: 'failed' }),
      called('c', '{}', '', 10),
    ]
    const results = new History([said('user', 'go', 0)], Date.now, steps).forOpenAI(tools).slice(2)
    expect(results.map(({ content }) => content)).toEqual([
      `half of it\n\n${unknown}`,
      'No such city',
      '(It gave nothing.)',
    ])
  })

  it('are there for the next call of the model in the same run, but neither those under way nor those inside others', async () => {
    const app = createApp()
    const seen: OpenAiMessage[][] = []
    app.onMessage(async (_, chat) => {
      await chat.step({ name: 'outer', type: 'tool', input: { a: 1 } }, async (outer) => {
        await chat.step({ name: 'inner', type: 'tool' }, () => 'deep')
        seen.push(chat.history.forOpenAI(tools))
        outer.output = 'found'
      })
      await chat.step({ name: 'no tool' }, () => 'x')
      seen.push(chat.history.forOpenAI(tools))
    })
    const link = await serveTest(app)
    await link.done(link.ask())
    expect(seen[0]).toEqual([{ role: 'user', content: 'hello' }])
    expect(seen[1]?.slice(1)).toMatchObject([
      { role: 'assistant', content: null, tool_calls: [{ function: { name: 'outer', arguments: '{"a":1}' } }] },
      { role: 'tool', content: 'found' },
    ])
  })
})

describe('a history of any thread, however damaged', () => {
  it('is what OpenAI and Anthropic take', () => {
    fc.assert(
      fc.property(anyThread, ({ messages, steps }) => {
        expect(historyProblems(messages, steps)).toEqual([])
      }),
      { numRuns: 1_000 },
    )
  })

  it('is taken from their own clients by a server as strict as theirs', async () => {
    await using models = await StrictModels.start()
    const openai = new OpenAI({ baseURL: `${models.url}/v1`, apiKey: 'a key', maxRetries: 0 })
    const anthropic = new Anthropic({ baseURL: models.url, apiKey: 'a key', maxRetries: 0 })
    const offered = [{ name: 'book', input_schema: { type: 'object' as const } }]
    for (const { messages, steps } of fc.sample(anyThread, { numRuns: 50, seed: 32 })) {
      const history = new History(messages, Date.now, steps)
      await openai.chat.completions.create({ model: 'm', messages: history.forOpenAI(tools) })
      await anthropic.messages.create({
        model: 'm',
        max_tokens: 9,
        tools: offered,
        ...history.forAnthropic(tools),
      })
    }
    expect(models.requests).toHaveLength(100)
    expect(models.refused).toEqual([])
    expect(
      models.requests.filter(({ body }) => JSON.stringify(body).includes('effect is unknown')).length,
    ).toBeGreaterThan(20)
    // It can refuse.
    const dangling = [{ role: 'tool' as const, tool_call_id: 'x', content: 'y' }]
    await expect(openai.chat.completions.create({ model: 'm', messages: dangling })).rejects.toThrow(/without a call/)
    await expect(anthropic.messages.create({ model: 'm', max_tokens: 9, messages: [] })).rejects.toThrow(/at least one/)
  })
})

function pane(text: string): Step['input'] {
  return { text, language: null }
}
