import { ChatwrightError, newId, type Message, type Role } from '@chatwright/protocol'
import {
  forAiSdk,
  forAnthropic,
  type AiSdkMessage,
  type AnthropicHistory,
  type ModelHistoryOptions,
  type OpenAiMessage,
} from './model-history.ts'

/** A message to add to the history: a whole one, or the words and who speaks. */
export type HistoryInput = Message | ({ role: Role; text: string } & Partial<Message>)

/**
 * The conversation so far, the message that asked for this run included. A working copy: what is added or removed here
 * holds for this run and its calls of models, and is neither shown nor stored. What the run sends is added by itself.
 *
 * What `forAiSdk`, `forOpenAI` and `forAnthropic` give is always valid: nothing empty, a stopped answer once with the
 * text that stayed, no notices, no errors, code between fences.
 */
export interface ChatHistory extends Iterable<Message> {
  /** Copies, oldest first. */
  readonly messages: Message[]
  readonly length: number
  /** Adds to the end. One whose id is there already is ignored. */
  add(message: HistoryInput): void
  /** Removes by id or message; nothing happens when it is not there. */
  remove(message: string | { id: string }): void
  clear(): void
  forAiSdk(options?: ModelHistoryOptions): AiSdkMessage[]
  forOpenAI(options?: ModelHistoryOptions): OpenAiMessage[]
  forAnthropic(options?: ModelHistoryOptions): AnthropicHistory
}

/** The history of one run. */
export class History implements ChatHistory {
  /** The run's own messages stand here as they are written, so their text is always the latest. */
  readonly #messages = new Map<string, Message>()
  readonly #now: () => number

  constructor(messages: readonly Message[], now: () => number) {
    for (const message of messages) this.#messages.set(message.id, message)
    this.#now = now
  }

  get messages(): Message[] {
    return [...this]
  }

  get length(): number {
    return this.#messages.size
  }

  *[Symbol.iterator](): Iterator<Message> {
    for (const message of this.#messages.values()) yield { ...message }
  }

  add(message: HistoryInput): void {
    if (typeof message.text !== 'string' || !['user', 'assistant', 'system'].includes(message.role)) {
      throw new ChatwrightError('bad_option', `history.add: expected { role, text }, got ${JSON.stringify(message)}.`, {
        fix: "Give a role of 'user', 'assistant' or 'system' and a text.",
      })
    }
    if (message.id !== undefined && this.#messages.has(message.id)) return
    this.put({
      id: newId(),
      runId: null,
      parentId: null,
      author: message.role,
      language: null,
      status: 'done',
      isError: false,
      createdAt: this.#now(),
      metadata: {},
      tags: [],
      ...message,
    })
  }

  /** Adds a message of the run's own, or puts it in the place of the one with its id. */
  put(message: Message): void {
    this.#messages.set(message.id, message)
  }

  remove(message: string | { id: string }): void {
    this.#messages.delete(typeof message === 'string' ? message : message.id)
  }

  clear(): void {
    this.#messages.clear()
  }

  forAiSdk(options?: ModelHistoryOptions): AiSdkMessage[] {
    return forAiSdk(this.messages, options)
  }

  forOpenAI(options?: ModelHistoryOptions): OpenAiMessage[] {
    return forAiSdk(this.messages, options)
  }

  forAnthropic(options?: ModelHistoryOptions): AnthropicHistory {
    return forAnthropic(this.messages, options)
  }
}
