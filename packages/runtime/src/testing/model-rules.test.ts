import { describe, expect, it } from 'vitest'
import { anthropicProblems, openAiProblems } from './model-rules.ts'

const user = { role: 'user', content: 'hi' }
const call = { id: 'c1', type: 'function', function: { name: 'search', arguments: '{}' } }
const calls = { role: 'assistant', content: null, tool_calls: [call] }
const result = { role: 'tool', tool_call_id: 'c1', content: 'found' }

describe('what OpenAI takes', () => {
  it('is a conversation with calls that have results', () => {
    expect(openAiProblems([user, calls, result, { role: 'assistant', content: 'ok' }])).toEqual([])
  })

  it.each<[string, unknown, RegExp]>([
    ['nothing', [], /at least one/],
    ['a call without a result', [user, calls], /without a result at the end: c1/],
    [
      'a call without a result in the middle',
      [user, calls, user],
      /messages\[2\]: calls without a result before it: c1/,
    ],
    ['a result without a call', [user, result], /a result without a call: c1/],
    ['a second result', [user, calls, result, result], /a result without a call/],
    ['an empty text', [{ role: 'user', content: '' }], /expected a text/],
    ['an empty result', [user, calls, { ...result, content: ' ' }], /expected a text/],
    ['no calls', [user, { ...calls, tool_calls: [] }], /expected at least one/],
    ['an id twice', [user, calls, result, calls, result], /used before: c1/],
    ['an id that is too long', [user, { ...calls, tool_calls: [{ ...call, id: 'x'.repeat(41) }] }], /id: not allowed/],
    ['half of its arguments', [user, withFunction({ name: 'a', arguments: '{"a' }), result], /arguments are no JSON/],
    ['a name with a blank', [user, withFunction({ name: 'a b', arguments: '{}' }), result], /not a name/],
    ['an unknown role', [{ role: 'notice', content: 'x' }], /role: unknown/],
    ['calls of the user', [{ ...calls, role: 'user' }, result], /calls in a message of role user/],
  ])('is not %s', (_, messages, problem) => {
    expect(openAiProblems(messages).join('\n')).toMatch(problem)
  })
})

describe('what Anthropic takes', () => {
  const use = { type: 'tool_use', id: 'c1', name: 'search', input: {} }
  const asked = { role: 'assistant', content: [use] }
  const answer = { type: 'tool_result', tool_use_id: 'c1', content: 'found' }
  const answered = { role: 'user', content: [answer, { type: 'text', text: 'and?' }] }
  const tools = [{ name: 'search' }]

  it('is a conversation that takes turns', () => {
    expect(anthropicProblems({ system: 'Be brief.', tools, messages: [user, asked, answered] })).toEqual([])
  })

  it.each<[string, unknown, RegExp]>([
    ['nothing', { messages: [] }, /at least one/],
    ['an empty system', { system: '', messages: [user] }, /system: is empty/],
    ['the assistant first', { messages: [{ role: 'assistant', content: 'hi' }] }, /first has to be the user's/],
    ['the same twice in turn', { messages: [user, user] }, /take turns/],
    ['a system in turn', { messages: [user, { role: 'system', content: 'x' }] }, /role: unknown/],
    ['an empty text', { messages: [{ role: 'user', content: ' ' }] }, /text: is empty/],
    ['no blocks', { messages: [{ role: 'user', content: [] }] }, /content: is empty/],
    ['a call without a result', { tools, messages: [user, asked] }, /without a result at the end/],
    ['a call with the result too late', { tools, messages: [user, asked, user] }, /right after them: c1/],
    ['a result without a call', { tools, messages: [{ role: 'user', content: [answer] }] }, /a result without a call/],
    ['two results', { tools, messages: [user, asked, { role: 'user', content: [answer, answer] }] }, /a second result/],
    [
      'a result after a text',
      { tools, messages: [user, asked, { role: 'user', content: [{ type: 'text', text: 'x' }, answer] }] },
      /results come first/,
    ],
    ['an id twice', { tools, messages: [user, { role: 'assistant', content: [use, use] }, answered] }, /used before/],
    [
      'arguments that are no object',
      { tools, messages: [user, { role: 'assistant', content: [{ ...use, input: '{"a' }] }, answered] },
      /input: expected an object/,
    ],
    ['calls where no tools are offered', { messages: [user, asked, answered] }, /tools: have to be offered/],
    ['a last word and a blank', { messages: [user, { role: 'assistant', content: 'so ' }] }, /end in white space/],
  ])('is not %s', (_, request, problem) => {
    expect(anthropicProblems(request).join('\n')).toMatch(problem)
  })
})

function withFunction(fn: object): object {
  return { ...calls, tool_calls: [{ ...call, function: fn }] }
}
