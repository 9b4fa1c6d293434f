import type { Message } from '@chatwright/protocol'

/** Which messages a model is given. */
export interface ModelHistoryOptions {
  /** Whether messages drawn as errors are included. Default false: they are for the reader. */
  includeErrors?: boolean
}

/** Fits the `messages` of the AI SDK. */
export type AiSdkMessage =
  | { role: 'system'; content: string }
  | { role: 'user'; content: string }
  | { role: 'assistant'; content: string }

/** Fits the `messages` of OpenAI's chat completions and of what copies them. */
export type OpenAiMessage = AiSdkMessage

/** Fits Anthropic's `messages.create`: the system text apart, the two others taking turns, the user first. */
export interface AnthropicHistory {
  system?: string
  messages: { role: 'user' | 'assistant'; content: string }[]
}

/** Stands in for a user who has said nothing yet, where an API wants one to speak first. */
const opening = '(The conversation begins.)'

/** The messages that say something, in the words a model reads. */
export function forAiSdk(messages: readonly Message[], options: ModelHistoryOptions = {}): AiSdkMessage[] {
  return messages
    .filter((message) => message.text.trim() !== '' && (options.includeErrors === true || !message.isError))
    .map((message) => ({ role: message.role, content: wordsOf(message) }))
}

export function forAnthropic(messages: readonly Message[], options: ModelHistoryOptions = {}): AnthropicHistory {
  const system: string[] = []
  const turns: AnthropicHistory['messages'] = []
  for (const { role, content } of forAiSdk(messages, options)) {
    // The API refuses an assistant's last words when they end in white space.
    const words = role === 'assistant' ? content.trimEnd() : content
    const last = turns.at(-1)
    if (role === 'system') system.push(words)
    else if (last?.role === role) last.content += `\n\n${words}`
    else turns.push({ role, content: words })
  }
  if (turns[0]?.role === 'assistant') turns.unshift({ role: 'user', content: opening })
  return { ...(system.length > 0 ? { system: system.join('\n\n') } : {}), messages: turns }
}

/** Code goes to a model as it would be written in a chat: between fences longer than any inside. */
function wordsOf(message: Message): string {
  if (message.language === null) return message.text
  const longest = Math.max(2, ...(message.text.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${message.language}\n${message.text}\n${fence}`
}
