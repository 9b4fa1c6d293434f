import { ChatwrightError, type AskOption, type FileRules, type Message } from '@chatwright/protocol'
import type { Checkpoint } from '../run/checkpoint.ts'
import type { Lane } from '../run/lane.ts'
import type { Run } from '../run/run.ts'
import type { History } from '../chat/history.ts'
import { isUnanswered, type Asker, type Given, type Question } from './asker.ts'
import type { AskFilesOptions, AskOptions, AskTextOptions, ChatAsk, Choice, Otherwise, TextAnswer } from './chat-ask.ts'
import { givenFile, type GivenFile } from '../files/given-file.ts'

const defaultTimeoutMs = 300_000
const defaultSizeMb = 2
const bytesInMb = 1_000_000

/** What asking needs of its chat. */
export interface AskPlace {
  readonly run: Run
  readonly lane: Lane
  readonly asker: Asker
  readonly history: History
  readonly userName: string
  /** Says the question, and gives the message's id. */
  say(question: string, options: AskOptions): string
}

/** `chat.ask` of one lane of a run. */
export class LiveAsk implements ChatAsk {
  readonly #place: AskPlace

  constructor(place: AskPlace) {
    this.#place = place
  }

  text(question: string, options?: AskTextOptions): Promise<TextAnswer>
  text<T>(question: string, options: AskTextOptions & Otherwise<T>): Promise<TextAnswer | T>
  text(question: string, options: AskTextOptions = {}): Promise<unknown> {
    return this.#call('chat.ask.text', options, async (lane) => {
      let words = question
      for (;;) {
        const { answer } = await this.#put(
          'chat.ask.text',
          words,
          options,
          { kind: 'text', options: [], rules: null },
          lane,
        )
        if (answer.type !== 'text') throw new Error(`a question of kind text was answered with ${answer.type}`)
        const message = this.#said(answer)
        const wrong = await options.validate?.(answer.text)
        if (wrong === undefined || wrong === null) return { text: answer.text, message: { ...message } }
        words = wrong
      }
    })
  }

  choice<const Value extends string>(
    question: string,
    choices: readonly Choice<Value>[],
    options?: AskOptions,
  ): Promise<Value>
  choice<const Value extends string, T>(
    question: string,
    choices: readonly Choice<Value>[],
    options: AskOptions & Otherwise<T>,
  ): Promise<Value | T>
  choice(question: string, choices: readonly Choice<string>[], options: AskOptions = {}): Promise<unknown> {
    return this.#choose('chat.ask.choice', question, choices, options)
  }

  async confirm(question: string, options: AskOptions & { yes?: string; no?: string } = {}): Promise<boolean> {
    const choices = [
      { value: 'yes', label: options.yes ?? 'Yes' },
      { value: 'no', label: options.no ?? 'No' },
    ] as const
    return (await this.#choose('chat.ask.confirm', question, choices, options)) === 'yes'
  }

  files(question: string, options?: AskFilesOptions): Promise<GivenFile[]>
  files<T>(question: string, options: AskFilesOptions & Otherwise<T>): Promise<GivenFile[] | T>
  files(question: string, options: AskFilesOptions = {}): Promise<unknown> {
    return this.#call('chat.ask.files', options, async (lane) => {
      const asked = { kind: 'files' as const, options: [], rules: rulesOf(options) }
      const given = await this.#put('chat.ask.files', question, options, asked, lane)
      if (given.answer.type !== 'files') throw new Error(`a question for files was answered with ${given.answer.type}`)
      return given.answer.files.map((file) => givenFile(file, given.paths[file.id]))
    })
  }

  #choose(
    name: Checkpoint,
    question: string,
    choices: readonly Choice<string>[],
    options: AskOptions,
  ): Promise<unknown> {
    return this.#call(name, options, async (lane) => {
      const asked = choices.map(toOption)
      const isGood = asked.length > 0 && new Set(asked.map(({ value }) => value)).size === asked.length
      check('choices', isGood, 'one or more, each with a value of its own', choices)
      const { answer } = await this.#put(name, question, options, { kind: 'choice', options: asked, rules: null }, lane)
      if (answer.type !== 'choice') throw new Error(`a question of kind choice was answered with ${answer.type}`)
      return answer.value
    })
  }

  #call<T>(name: Checkpoint, options: object, work: (lane: Lane) => Promise<T>): Promise<unknown> {
    return this.#place.run.write(name, this.#place.lane, async (lane) => {
      try {
        return await work(lane)
      } catch (error) {
        if ('otherwise' in options && isUnanswered(error)) return options.otherwise
        throw error
      }
    })
  }

  async #put(
    name: Checkpoint,
    words: string,
    { timeoutMs = defaultTimeoutMs, signal, ...options }: AskOptions,
    question: Omit<Question, 'messageId'>,
    lane: Lane,
  ): Promise<Given> {
    check('timeoutMs', timeoutMs > 0, 'more than 0, or Infinity', timeoutMs)
    this.#place.run.guard(lane, name)
    const messageId = this.#place.say(words, options)
    return this.#place.asker.ask(
      { ...question, messageId },
      lane,
      Number.isFinite(timeoutMs) ? timeoutMs : null,
      signal,
    )
  }

  /** What a person answered, in the history of this run. */
  #said({ messageId, text }: { messageId: string; text: string }): Message {
    const { run, history, userName } = this.#place
    const message: Message = {
      id: messageId,
      runId: run.id,
      parentId: null,
      role: 'user',
      author: userName,
      text,
      language: null,
      status: 'done',
      isError: false,
      createdAt: run.clock.now(),
      metadata: {},
      tags: [],
    }
    history.add(message)
    return message
  }
}

function toOption(choice: Choice<string>): AskOption {
  if (typeof choice === 'string') return { value: choice, label: choice, description: null }
  return { value: choice.value, label: choice.label ?? choice.value, description: choice.description ?? null }
}

function rulesOf({ accept = [], maxFiles = 1, maxSizeMb = defaultSizeMb }: AskFilesOptions): FileRules {
  check('maxFiles', Number.isInteger(maxFiles) && maxFiles > 0, 'a whole number, 1 or more', maxFiles)
  check('maxSizeMb', maxSizeMb > 0 && Number.isFinite(maxSizeMb), 'a number above 0', maxSizeMb)
  return { accept: [...accept], maxFiles, maxBytes: Math.ceil(maxSizeMb * bytesInMb) }
}

function check(option: string, isGood: boolean, expected: string, got: unknown): void {
  if (isGood) return
  throw new ChatwrightError(
    'bad_option',
    `chat.ask: ${option}: expected ${expected}, got ${JSON.stringify(got) ?? String(got)}.`,
  )
}
