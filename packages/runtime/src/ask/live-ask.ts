import type { ApprovalAnswer, Json, JsonObject, Message } from '@chatwright/protocol'
import type { Checkpoint } from '../run/checkpoint.ts'
import type { Lane } from '../run/lane.ts'
import type { Run } from '../run/run.ts'
import type { History } from '../chat/history.ts'
import { custom, type ElementComponent, type LiveElements, type PropsOf } from '../elements/index.ts'
import { givenFile, type GivenFile } from '../files/given-file.ts'
import type { Fields, ValuesOf } from '../offer/fields.ts'
import { isUnanswered, type Asker, type Given } from './asker.ts'
import type {
  Approval,
  ApproveOptions,
  AskElementOptions,
  AskFilesOptions,
  AskFormOptions,
  AskOptions,
  AskTextOptions,
  ChatAsk,
  Choice,
  LaterOptions,
  Otherwise,
  PendingAsk,
  TextAnswer,
  ToolCall,
} from './chat-ask.ts'
import { kindOf, type LaterAsk } from './later-ask.ts'
import type { LaterAsks } from './later-asks.ts'
import {
  approvalQuestion,
  check,
  choiceQuestion,
  filesQuestion,
  formQuestion,
  textQuestion,
  type Asked,
} from './questions.ts'

const defaultTimeoutMs = 300_000

/** What asking needs of its chat. */
export interface AskPlace {
  readonly run: Run
  readonly lane: Lane
  readonly asker: Asker
  readonly laterAsks: LaterAsks
  readonly history: History
  readonly userName: string
  readonly elements: LiveElements
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
        const { answer, attached = [] } = await this.#put('chat.ask.text', words, options, textQuestion, lane)
        this.#place.elements.attach(attached)
        if (answer.type !== 'text') throw new Error(`a question of kind text was answered with ${answer.type}`)
        const message = this.#said(answer)
        const wrong = await options.validate?.(answer.text)
        if (wrong === undefined || wrong === null) {
          return {
            text: answer.text,
            message: { ...message },
            attachments: this.#place.elements.attachedTo(message.id),
          }
        }
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

  form<const Given extends Fields>(
    question: string,
    fields: Given,
    options?: AskFormOptions<ValuesOf<Given>>,
  ): Promise<ValuesOf<Given>>
  form<const Given extends Fields, T>(
    question: string,
    fields: Given,
    options: AskFormOptions<ValuesOf<Given>> & Otherwise<T>,
  ): Promise<ValuesOf<Given> | T>
  form(question: string, fields: Fields, options: AskFormOptions<never> = {}): Promise<unknown> {
    return this.#call('chat.ask.form', options, async (lane) => {
      let words = question
      let before: JsonObject = {}
      for (;;) {
        const { answer } = await this.#put('chat.ask.form', words, options, formQuestion(fields, before), lane)
        if (answer.type !== 'value') throw new Error(`a form was answered with ${answer.type}`)
        before = answer.value as JsonObject
        const wrong = await options.validate?.({ ...before } as never)
        if (wrong === undefined || wrong === null) return before
        words = wrong
      }
    })
  }

  approve<Args>(call: ToolCall<Args>, options?: ApproveOptions): Promise<Approval<Args>>
  approve<Args, T>(call: ToolCall<Args>, options: ApproveOptions & Otherwise<T>): Promise<Approval<Args> | T>
  approve<Args>(call: ToolCall<Args>, options: ApproveOptions = {}): Promise<unknown> {
    return this.#call('chat.ask.approve', options, async (lane): Promise<Approval<Args>> => {
      const { question = `May I use ${call.tool}?`, editable = false } = options
      const asked = approvalQuestion(call, editable)
      const { answer } = await this.#put('chat.ask.approve', question, options, asked, lane)
      if (answer.type !== 'value') throw new Error(`a question for approval was answered with ${answer.type}`)
      const { isApproved, reason, args } = answer.value as ApprovalAnswer
      if (!isApproved) return { approved: false, reason }
      return { approved: true, args: args === undefined ? call.args : (args as Args) }
    })
  }

  element<Component extends ElementComponent, Answer = Json>(
    question: string,
    component: string,
    props: PropsOf<Component>,
    options?: AskElementOptions<Answer>,
  ): Promise<Answer>
  element<Component extends ElementComponent, Answer, T>(
    question: string,
    component: string,
    props: PropsOf<Component>,
    options: AskElementOptions<Answer> & Otherwise<T>,
  ): Promise<Answer | T>
  element(
    question: string,
    component: string,
    props: object,
    options: AskElementOptions<unknown> = {},
  ): Promise<unknown> {
    return this.#call('chat.ask.element', options, async (lane) => {
      const input = custom(component, props as never)
      const show = async (messageId: string): Promise<Asked> => {
        const [element] = await this.#place.elements.show([input], { messageId }, lane, 'chat.ask.element')
        return { kind: 'element', options: [], rules: null, ...(element ? { elementId: element.id } : {}) }
      }
      let words = question
      for (;;) {
        const { answer } = await this.#put('chat.ask.element', words, options, show, lane)
        if (answer.type !== 'value') throw new Error(`an element was answered with ${answer.type}`)
        const checked = await options.answer?.['~standard'].validate(structuredClone(answer.value))
        if (checked === undefined) return answer.value
        if (!checked.issues) return checked.value
        words = checked.issues.map(({ message }) => message).join('; ')
      }
    })
  }

  files(question: string, options?: AskFilesOptions): Promise<GivenFile[]>
  files<T>(question: string, options: AskFilesOptions & Otherwise<T>): Promise<GivenFile[] | T>
  files(question: string, options: AskFilesOptions = {}): Promise<unknown> {
    return this.#call('chat.ask.files', options, async (lane) => {
      const given = await this.#put('chat.ask.files', question, options, filesQuestion(options), lane)
      if (given.answer.type !== 'files') throw new Error(`a question for files was answered with ${given.answer.type}`)
      return given.answer.files.map((file) => givenFile(file, given.paths[file.id]))
    })
  }

  later<Value, Args>(ask: LaterAsk<Value, Args>, question: string, options?: LaterOptions<Args>): Promise<string>
  later(
    ask: unknown,
    question: string,
    { context = {}, timeoutMs = Infinity, args, author }: LaterOptions<unknown> = { args: undefined },
  ): Promise<string> {
    const { run, laterAsks } = this.#place
    return run.write('chat.ask.later', this.#place.lane, () => {
      const kind = kindOf(ask, 'chat.ask.later')
      const kept = laterAsks.check(kind, context)
      check('timeoutMs', timeoutMs > 0, 'more than 0, or Infinity', timeoutMs)
      const asked = kind.question(args)
      const messageId = this.#place.say(question, author === undefined ? {} : { author })
      return laterAsks.put({ ...asked, messageId }, kind.key, kept, Number.isFinite(timeoutMs) ? timeoutMs : null)
    })
  }

  withdraw(askId: string): Promise<void> {
    const { run, laterAsks, lane } = this.#place
    return run.write('chat.ask.withdraw', lane, () => laterAsks.withdraw(askId))
  }

  get pending(): readonly PendingAsk[] {
    return this.#place.laterAsks.pending
  }

  #choose(
    name: Checkpoint,
    question: string,
    choices: readonly Choice<string>[],
    options: AskOptions,
  ): Promise<unknown> {
    return this.#call(name, options, async (lane) => {
      const { answer } = await this.#put(name, question, options, choiceQuestion(choices), lane)
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
    question: Asked | ((messageId: string) => Promise<Asked>),
    lane: Lane,
  ): Promise<Given> {
    check('timeoutMs', timeoutMs > 0, 'more than 0, or Infinity', timeoutMs)
    this.#place.run.guard(lane, name)
    const messageId = this.#place.say(words, options)
    return this.#place.asker.ask(
      { ...(typeof question === 'function' ? await question(messageId) : question), messageId },
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
