import { ChatwrightError, newId, type Message, type Role, type Step } from '@chatwright/protocol'
import type { GivenFile } from '../files/given-file.ts'
import { readModelFiles, type ModelFile, type ModelFilesOptions } from './model-files.ts'
import {
  forAiSdk,
  forAnthropic,
  forOpenAi,
  type AiSdkMessage,
  type AnthropicHistory,
  type HistoryEntry,
  type ModelHistoryOptions,
  type OpenAiMessage,
  type TextMessage,
} from './model-history.ts'

/** A message to add to the history: a whole one, or the words and who speaks. */
export type HistoryInput = Message | ({ role: Role; text: string } & Partial<Message>)

/**
 * The conversation so far, the message that asked for this run included. A working copy: what is added or removed here
 * holds for this run and its calls of models, and is neither shown nor stored. What the run sends is added by itself.
 *
 * What `forAiSdk`, `forOpenAI` and `forAnthropic` give is always valid: nothing empty, a stopped answer once with the
 * text that stayed, no notices, no errors, code between fences. With `includeTools`, every call of a tool has a result:
 * where it was stopped, one that says its effect is unknown; a call whose arguments were still being said is left out.
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
  forAiSdk(options?: ModelHistoryOptions & { includeTools?: false }): TextMessage[]
  forAiSdk(options: ModelHistoryOptions): AiSdkMessage[]
  forOpenAI(options?: ModelHistoryOptions & { includeTools?: false }): TextMessage[]
  forOpenAI(options: ModelHistoryOptions): OpenAiMessage[]
  forAnthropic(options?: ModelHistoryOptions): AnthropicHistory
  /**
   * The same with what people attached: pictures and PDFs as such, texts as text, and what a model is not given by its
   * name. Files are read when this is called; it rejects with `not_found` when one is not there any more.
   */
  withFiles(options?: ModelFilesOptions): Promise<HistoryWithFiles>
}

/** What models are given of a conversation, files included. */
export interface HistoryWithFiles {
  forAiSdk(options?: ModelHistoryOptions): AiSdkMessage[]
  forOpenAI(options?: ModelHistoryOptions): OpenAiMessage[]
  forAnthropic(options?: ModelHistoryOptions): AnthropicHistory
}

/** The history of one run. */
export class History implements ChatHistory {
  /** By id, in order. The run's own messages and steps stand here as they are written, so they are always the latest. */
  readonly #entries = new Map<string, HistoryEntry>()
  /** The steps of this run. */
  readonly #own = new Set<Step>()
  readonly #now: () => number

  readonly #attachedTo: (messageId: string) => readonly GivenFile[]

  /** `steps`: the calls of tools in earlier runs. `attachedTo`: the files of a person's message. */
  constructor(
    messages: readonly Message[],
    now: () => number,
    steps: readonly Step[] = [],
    attachedTo: (messageId: string) => readonly GivenFile[] = () => [],
  ) {
    this.#attachedTo = attachedTo
    for (const entry of inOrder(messages, steps)) this.#entries.set(idOf(entry), entry)
    this.#now = now
  }

  get messages(): Message[] {
    return [...this]
  }

  get length(): number {
    return [...this].length
  }

  *[Symbol.iterator](): Iterator<Message> {
    for (const entry of this.#entries.values()) if ('message' in entry) yield { ...entry.message }
  }

  add(message: HistoryInput): void {
    if (typeof message.text !== 'string' || !['user', 'assistant', 'system'].includes(message.role)) {
      throw new ChatwrightError('bad_option', `history.add: expected { role, text }, got ${JSON.stringify(message)}.`, {
        fix: "Give a role of 'user', 'assistant' or 'system' and a text.",
      })
    }
    if (message.id !== undefined && this.#entries.has(message.id)) return
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
    this.#entries.set(message.id, { message })
  }

  /** Adds a step of the run's own. */
  putStep(step: Step): void {
    this.#own.add(step)
    this.#entries.set(step.id, { step })
  }

  remove(message: string | { id: string }): void {
    this.#entries.delete(typeof message === 'string' ? message : message.id)
  }

  clear(): void {
    this.#entries.clear()
  }

  forAiSdk(options?: ModelHistoryOptions & { includeTools?: false }): TextMessage[]
  forAiSdk(options: ModelHistoryOptions): AiSdkMessage[]
  forAiSdk(options?: ModelHistoryOptions): AiSdkMessage[] {
    return forAiSdk(this.#told(), options)
  }

  forOpenAI(options?: ModelHistoryOptions & { includeTools?: false }): TextMessage[]
  forOpenAI(options: ModelHistoryOptions): OpenAiMessage[]
  forOpenAI(options?: ModelHistoryOptions): OpenAiMessage[] {
    return forOpenAi(this.#told(), options)
  }

  forAnthropic(options?: ModelHistoryOptions): AnthropicHistory {
    return forAnthropic(this.#told(), options)
  }

  async withFiles(options?: ModelFilesOptions): Promise<HistoryWithFiles> {
    const told = this.#told()
    const files = new Map<string, ModelFile[]>()
    for (const entry of told) {
      if (!('message' in entry) || entry.message.role !== 'user') continue
      const given = this.#attachedTo(entry.message.id)
      if (given.length > 0) files.set(entry.message.id, await readModelFiles(given, options))
    }
    return {
      forAiSdk: (how) => forAiSdk(told, how, files),
      forOpenAI: (how) => forOpenAi(told, how, files),
      forAnthropic: (how) => forAnthropic(told, how, files),
    }
  }

  /**
   * What a model is told: the messages, and the calls of tools, but not those inside others, which are another model's,
   * nor those of this very run that are not through.
   */
  #told(): HistoryEntry[] {
    return [...this.#entries.values()].filter((entry) => {
      if ('message' in entry) return true
      const { step } = entry
      const isUnderWay = step.status === 'running' && this.#own.has(step)
      return step.type === 'tool' && !isUnderWay && !this.#isInsideTool(step)
    })
  }

  #isInsideTool(step: Step): boolean {
    for (let { parentId } = step; parentId !== null;) {
      const parent = this.#entries.get(parentId)
      if (parent === undefined || !('step' in parent)) return false
      if (parent.step.type === 'tool') return true
      parentId = parent.step.parentId
    }
    return false
  }
}

function idOf(entry: HistoryEntry): string {
  return 'message' in entry ? entry.message.id : entry.step.id
}

/** Messages with the steps among them, each after what was said before it in its own run. */
function inOrder(messages: readonly Message[], steps: readonly Step[]): HistoryEntry[] {
  const entries: HistoryEntry[] = messages.map((message) => ({ message }))
  for (const step of steps.toSorted((a, b) => a.startedAt - b.startedAt)) {
    const at = entries.findLastIndex((entry) =>
      'step' in entry ? entry.step.runId === step.runId : wasSaidBefore(entry.message, step),
    )
    entries.splice(at + 1, 0, { step })
  }
  return entries
}

/** Times are compared within a run only: it has one clock. */
function wasSaidBefore(message: Message, step: Step): boolean {
  return message.runId === step.runId && (message.role === 'user' || message.createdAt <= step.startedAt)
}
