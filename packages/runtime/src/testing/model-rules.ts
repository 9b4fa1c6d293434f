import type { Message, Step } from '@chatwright/protocol'
import { History } from '../chat/history.ts'

/**
 * What the vendors refuse in a request's messages, and what servers that copy them refuse: an empty list is a request
 * they take. Each line says what is wrong and where.
 */
export function openAiProblems(messages: unknown): string[] {
  if (!Array.isArray(messages) || messages.length === 0) return ['messages: expected at least one']
  const problems: string[] = []
  const seen = new Set<string>()
  let waiting: string[] = []
  for (const [index, message] of messages.entries() as Iterable<[number, unknown]>) {
    const at = `messages[${index}]`
    if (!isObject(message)) {
      problems.push(`${at}: expected an object`)
      continue
    }
    const { role, content, tool_calls: calls, tool_call_id: callId } = message
    if (role === 'tool') {
      if (!waiting.includes(String(callId))) problems.push(`${at}: a result without a call: ${String(callId)}`)
      waiting = waiting.filter((id) => id !== callId)
      if (!isText(content)) problems.push(`${at}.content: expected a text`)
      continue
    }
    if (waiting.length > 0) problems.push(`${at}: calls without a result before it: ${waiting.join(', ')}`)
    waiting = []
    if (!['system', 'developer', 'user', 'assistant'].includes(String(role))) {
      problems.push(`${at}.role: unknown: ${String(role)}`)
    }
    if (calls === undefined) {
      if (role === 'user' && Array.isArray(content)) problems.push(...openAiPartProblems(at, content))
      else if (!isText(content)) problems.push(`${at}.content: expected a text`)
      continue
    }
    if (role !== 'assistant') problems.push(`${at}: calls in a message of role ${String(role)}`)
    if (content !== null && content !== undefined && !isText(content)) problems.push(`${at}.content: is empty`)
    if (!Array.isArray(calls) || calls.length === 0) {
      problems.push(`${at}.tool_calls: expected at least one`)
      continue
    }
    for (const [place, call] of calls.entries() as Iterable<[number, unknown]>) {
      const where = `${at}.tool_calls[${place}]`
      const id = isObject(call) ? String(call['id']) : ''
      const fn = isObject(call) && isObject(call['function']) ? call['function'] : {}
      if (!isObject(call) || call['type'] !== 'function') problems.push(`${where}.type: expected 'function'`)
      if (!/^[\w-]{1,40}$/.test(id)) problems.push(`${where}.id: not allowed: ${id}`)
      if (seen.has(id)) problems.push(`${where}.id: used before: ${id}`)
      if (!/^[\w-]{1,64}$/.test(String(fn['name']))) problems.push(`${where}: not a name: ${String(fn['name'])}`)
      if (!isJsonObject(fn['arguments'])) problems.push(`${where}: arguments are no JSON: ${String(fn['arguments'])}`)
      seen.add(id)
      waiting.push(id)
    }
  }
  if (waiting.length > 0) problems.push(`calls without a result at the end: ${waiting.join(', ')}`)
  return problems
}

/** The parts of a person's message. */
function openAiPartProblems(at: string, parts: readonly unknown[]): string[] {
  if (parts.length === 0) return [`${at}.content: is empty`]
  return parts.flatMap((part, place) => {
    const where = `${at}.content[${place}]`
    const { type, text, image_url: image, file, input_audio: sound } = isObject(part) ? part : {}
    const isGood =
      (type === 'text' && isText(text)) ||
      (type === 'image_url' &&
        isObject(image) &&
        /^(?:data:image\/[\w+.-]+;base64,.|https:)/.test(String(image['url']))) ||
      (type === 'file' &&
        isObject(file) &&
        isText(file['filename']) &&
        /^data:application\/pdf;base64,./.test(String(file['file_data']))) ||
      (type === 'input_audio' &&
        isObject(sound) &&
        isText(sound['data']) &&
        /^(?:wav|mp3)$/.test(String(sound['format'])))
    return isGood ? [] : [`${where}: is no part: ${JSON.stringify(part)}`]
  })
}

/** What a picture or a document of a turn is made of. */
function sourceProblems(where: string, source: unknown): string[] {
  const { type, media_type: media, data } = isObject(source) ? source : {}
  if (!isText(data)) return [`${where}.source.data: is empty`]
  const isGood =
    (type === 'base64' && /^(?:image\/(?:jpeg|png|gif|webp)|application\/pdf)$/.test(String(media))) ||
    (type === 'text' && media === 'text/plain')
  return isGood ? [] : [`${where}.source: not allowed: ${String(type)}, ${String(media)}`]
}

/** The same for Anthropic. `request`: the body, of which `system`, `messages` and `tools` are looked at. */
export function anthropicProblems(request: unknown): string[] {
  if (!isObject(request)) return ['expected an object']
  const { system, messages, tools } = request
  const problems: string[] = []
  if (system !== undefined && !isText(system)) problems.push('system: is empty')
  if (!Array.isArray(messages) || messages.length === 0) return [...problems, 'messages: expected at least one']
  const seen = new Set<string>()
  let waiting: string[] = []
  let previous: unknown = null
  for (const [index, message] of messages.entries() as Iterable<[number, unknown]>) {
    const at = `messages[${index}]`
    const { role, content } = isObject(message) ? message : { role: null, content: null }
    if (role !== 'user' && role !== 'assistant') problems.push(`${at}.role: unknown: ${String(role)}`)
    if (index === 0 && role !== 'user') problems.push(`${at}.role: the first has to be the user's`)
    if (role === previous) problems.push(`${at}.role: has to take turns`)
    previous = role
    const blocks: unknown[] = typeof content === 'string' ? [{ type: 'text', text: content }] : asArray(content)
    if (blocks.length === 0) problems.push(`${at}.content: is empty`)
    const results: string[] = []
    const calls: string[] = []
    let isPastResults = false
    for (const [place, block] of blocks.entries()) {
      const where = `${at}.content[${place}]`
      const { type, text, id, name, input, tool_use_id: callId, content: result } = isObject(block) ? block : {}
      if (type === 'text') {
        isPastResults = true
        if (!isText(text)) problems.push(`${where}.text: is empty`)
      } else if (type === 'image' || type === 'document') {
        isPastResults = true
        if (role !== 'user') problems.push(`${where}: a file in a turn of the assistant`)
        problems.push(...sourceProblems(where, isObject(block) ? block['source'] : undefined))
      } else if (type === 'tool_use') {
        if (role !== 'assistant') problems.push(`${where}: a call in a turn of the user`)
        if (!/^[\w-]+$/.test(String(id))) problems.push(`${where}.id: not allowed: ${String(id)}`)
        if (seen.has(String(id))) problems.push(`${where}.id: used before: ${String(id)}`)
        if (!/^[\w-]{1,128}$/.test(String(name))) problems.push(`${where}.name: not a name: ${String(name)}`)
        if (!isObject(input)) problems.push(`${where}.input: expected an object`)
        seen.add(String(id))
        calls.push(String(id))
      } else if (type === 'tool_result') {
        if (role !== 'user') problems.push(`${where}: a result in a turn of the assistant`)
        if (isPastResults) problems.push(`${where}: results come first in a turn`)
        if (!waiting.includes(String(callId))) problems.push(`${where}: a result without a call: ${String(callId)}`)
        if (results.includes(String(callId))) problems.push(`${where}: a second result for ${String(callId)}`)
        if (result !== undefined && !isText(result)) problems.push(`${where}.content: is empty`)
        results.push(String(callId))
      } else {
        problems.push(`${where}.type: unknown: ${String(type)}`)
      }
    }
    const missing = waiting.filter((id) => !results.includes(id))
    if (missing.length > 0) problems.push(`${at}: calls without a result right after them: ${missing.join(', ')}`)
    waiting = calls
    const lastBlock = blocks.at(-1)
    const ending = isObject(lastBlock) ? lastBlock['text'] : undefined
    if (index === messages.length - 1 && role === 'assistant' && typeof ending === 'string' && /\s$/.test(ending)) {
      problems.push(`${at}: the assistant's last words end in white space`)
    }
  }
  if (waiting.length > 0) problems.push(`calls without a result at the end: ${waiting.join(', ')}`)
  if (seen.size > 0 && asArray(tools).length === 0) problems.push('tools: have to be offered where calls are told of')
  return problems
}

/** What a vendor would refuse of a conversation as `chat.history` gives it, with and without the calls of tools. */
export function historyProblems(messages: readonly Message[], steps: readonly Step[] = []): string[] {
  const history = new History(messages, Date.now, steps)
  const tools = [{ name: 'any', input_schema: { type: 'object' } }]
  return [false, true].flatMap((includeTools) => [
    ...openAiProblems(history.forOpenAI({ includeTools })).map((problem) => `OpenAI: ${problem}`),
    ...anthropicProblems({ ...history.forAnthropic({ includeTools }), tools }).map(
      (problem) => `Anthropic: ${problem}`,
    ),
  ])
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}

function isJsonObject(text: unknown): boolean {
  if (typeof text !== 'string') return false
  try {
    return isObject(JSON.parse(text))
  } catch {
    return false
  }
}

function asArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
