import { withNamesOnly, type JsonObject, type Message, type Step } from '@chatwright/protocol'
import {
  aiSdkParts,
  anthropicParts,
  openAiParts,
  type AiSdkPart,
  type AnthropicPart,
  type ModelFile,
  type OpenAiPart,
} from './model-files.ts'
import { areSideBySide, ToolCalls, type ToolCall } from './tool-calls.ts'

/** What a model is given of a conversation. */
export interface ModelHistoryOptions {
  /** Whether messages drawn as errors are included. Default false: they are for the reader. */
  includeErrors?: boolean
  /**
   * Whether the calls of tools are included: the steps of type `tool`, with what went in as arguments and what came out
   * as the result. Default false. Anthropic refuses them in a request that offers no tools.
   */
  includeTools?: boolean
}

/** A message of text. Fits the `messages` of the AI SDK, of OpenAI's chat completions and of what copies them. */
export type TextMessage =
  | { role: 'system'; content: string }
  | { role: 'user'; content: string }
  | { role: 'assistant'; content: string }

/** Fits the `messages` of the AI SDK, calls of tools and files included. */
export type AiSdkMessage =
  | TextMessage
  | { role: 'user'; content: AiSdkPart[] }
  | { role: 'assistant'; content: (AiSdkText | AiSdkToolCall)[] }
  | { role: 'tool'; content: AiSdkToolResult[] }

interface AiSdkText {
  type: 'text'
  text: string
}

interface AiSdkToolCall {
  type: 'tool-call'
  toolCallId: string
  toolName: string
  input: JsonObject
}

interface AiSdkToolResult {
  type: 'tool-result'
  toolCallId: string
  toolName: string
  output: { type: 'text' | 'error-text'; value: string }
}

/** Fits the `messages` of OpenAI's chat completions, calls of tools and files included. */
export type OpenAiMessage =
  | TextMessage
  | { role: 'user'; content: OpenAiPart[] }
  | { role: 'assistant'; content: string | null; tool_calls: OpenAiToolCall[] }
  | { role: 'tool'; tool_call_id: string; content: string }

interface OpenAiToolCall {
  id: string
  type: 'function'
  function: { name: string; arguments: string }
}

/** Fits Anthropic's `messages.create`: the system text apart, the two others taking turns, the user first. */
export interface AnthropicHistory {
  system?: string
  messages: AnthropicMessage[]
}

/** One turn; its content is a text, or blocks where tools are in it. */
export interface AnthropicMessage {
  role: 'user' | 'assistant'
  content: string | AnthropicBlock[]
}

/** A piece of a turn. */
export type AnthropicBlock =
  | AnthropicPart
  | { type: 'tool_use'; id: string; name: string; input: JsonObject }
  | { type: 'tool_result'; tool_use_id: string; content: string; is_error?: boolean }

/** What a conversation is made of, in order. */
export type HistoryEntry = { message: Message } | { step: Step }

/** Text of somebody, or the calls a model made at once with their results. */
type Turn =
  | Exclude<TextMessage, { role: 'user' }>
  | { role: 'user'; content: string; files: readonly ModelFile[] }
  | { role: 'tools'; calls: ToolCall[] }

/** The files of messages, by message. */
export type FilesOf = ReadonlyMap<string, readonly ModelFile[]>

const noFiles: FilesOf = new Map()

/** Stands in for a user who has said nothing yet, where an API wants one to speak first. */
const opening = '(The conversation begins.)'

export function forAiSdk(
  entries: readonly HistoryEntry[],
  options: ModelHistoryOptions = {},
  files = noFiles,
): AiSdkMessage[] {
  const messages: AiSdkMessage[] = []
  for (const turn of turnsOf(entries, options, files)) {
    if (turn.role !== 'tools') {
      messages.push(turn.role === 'user' ? asSaid(turn, aiSdkParts) : turn)
      continue
    }
    const calls = turn.calls.map(({ id, name, input }) => ({
      type: 'tool-call' as const,
      toolCallId: id,
      toolName: name,
      input,
    }))
    const before = wordsBefore(messages)
    const said = before === null ? [] : [{ type: 'text' as const, text: before }]
    messages.push({ role: 'assistant', content: [...said, ...calls] })
    messages.push({
      role: 'tool',
      content: turn.calls.map(({ id, name, result, isError }) => ({
        type: 'tool-result',
        toolCallId: id,
        toolName: name,
        output: { type: isError ? 'error-text' : 'text', value: result },
      })),
    })
  }
  return messages
}

export function forOpenAi(
  entries: readonly HistoryEntry[],
  options: ModelHistoryOptions = {},
  files = noFiles,
): OpenAiMessage[] {
  const messages: OpenAiMessage[] = []
  for (const turn of turnsOf(entries, options, files)) {
    if (turn.role !== 'tools') {
      messages.push(turn.role === 'user' ? asSaid(turn, openAiParts) : turn)
      continue
    }
    const calls = turn.calls.map(({ id, name, input }) => ({
      id,
      type: 'function' as const,
      function: { name, arguments: JSON.stringify(input) },
    }))
    messages.push({ role: 'assistant', content: wordsBefore(messages), tool_calls: calls })
    for (const { id, result } of turn.calls) messages.push({ role: 'tool', tool_call_id: id, content: result })
  }
  return messages
}

export function forAnthropic(
  entries: readonly HistoryEntry[],
  options: ModelHistoryOptions = {},
  files = noFiles,
): AnthropicHistory {
  const system: string[] = []
  const messages: AnthropicMessage[] = []
  const add = (role: 'user' | 'assistant', content: string | AnthropicBlock[]): void => {
    const last = messages.at(-1)
    if (last?.role === role) last.content = joined(last.content, content)
    else messages.push({ role, content })
  }
  for (const turn of turnsOf(entries, options, files)) {
    switch (turn.role) {
      case 'system':
        system.push(turn.content)
        break
      case 'tools':
        add(
          'assistant',
          turn.calls.map(({ id, name, input }) => ({ type: 'tool_use', id, name, input })),
        )
        add(
          'user',
          turn.calls.map(({ id, result, isError }) => ({
            type: 'tool_result',
            tool_use_id: id,
            content: result,
            ...(isError ? { is_error: true } : {}),
          })),
        )
        break
      case 'user':
        add('user', asSaid<AnthropicPart>(turn, anthropicParts).content)
        break
      case 'assistant':
        // The API refuses an assistant's last words when they end in white space.
        add('assistant', turn.content.trimEnd())
    }
  }
  if (messages[0]?.role === 'assistant') messages.unshift({ role: 'user', content: opening })
  return { ...(system.length > 0 ? { system: system.join('\n\n') } : {}), messages }
}

/** What the entries say, in the words a model reads: nothing empty, no call without a result. */
function turnsOf(entries: readonly HistoryEntry[], options: ModelHistoryOptions, files: FilesOf): Turn[] {
  const turns: Turn[] = []
  const calls = new ToolCalls()
  let open: { turn: { role: 'tools'; calls: ToolCall[] }; steps: Step[] } | null = null
  for (const entry of entries) {
    if ('message' in entry) {
      const { message } = entry
      const given = (message.role === 'user' && files.get(message.id)) || []
      const isEmpty = message.text.trim() === '' && given.length === 0
      if (isEmpty || (options.includeErrors !== true && message.isError)) continue
      const content = wordsOf(message)
      turns.push(message.role === 'user' ? { role: 'user', content, files: given } : { role: message.role, content })
      open = null
    } else if (options.includeTools === true) {
      const call = calls.of(entry.step)
      if (call === null) continue
      if (open === null || !areSideBySide(open.steps, entry.step)) {
        open = { turn: { role: 'tools', calls: [] }, steps: [] }
        turns.push(open.turn)
      }
      open.turn.calls.push(call)
      open.steps.push(entry.step)
    }
  }
  return turns
}

/** What a person said: words, or parts where there are files. */
function asSaid<Part>(
  { content, files }: Extract<Turn, { role: 'user' }>,
  parts: (text: string, files: readonly ModelFile[]) => Part[],
): { role: 'user'; content: string } | { role: 'user'; content: Part[] } {
  return files.length === 0 ? { role: 'user', content } : { role: 'user', content: parts(content, files) }
}

/** Takes away the assistant's words at the end, which go with the calls that follow them. Null when there are none. */
function wordsBefore(messages: (AiSdkMessage | OpenAiMessage)[]): string | null {
  const last = messages.at(-1)
  if (last?.role !== 'assistant' || typeof last.content !== 'string' || 'tool_calls' in last) return null
  messages.pop()
  return last.content
}

function joined(first: string | AnthropicBlock[], second: string | AnthropicBlock[]): string | AnthropicBlock[] {
  if (typeof first === 'string' && typeof second === 'string') return `${first}\n\n${second}`
  return [...blocksOf(first), ...blocksOf(second)]
}

function blocksOf(content: string | AnthropicBlock[]): AnthropicBlock[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content
}

/** Code goes to a model as it would be written in a chat: between fences longer than any inside. */
function wordsOf(message: Message): string {
  if (message.language === null) return withNamesOnly(message.text)
  const longest = Math.max(2, ...(message.text.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${message.language}\n${message.text}\n${fence}`
}
