import type { ApprovalAnswer, Json, JsonObject } from '@chatwright/protocol'
import type { Checkpoint } from '../run/checkpoint.ts'
import type { Lane } from '../run/lane.ts'
import type { Run } from '../run/run.ts'
import type { History } from '../chat/history.ts'
import { custom, type ElementComponent, type LiveElements, type PropsOf } from '../elements/index.ts'
import { givenFile, type GivenFile } from '../files/given-file.ts'
import type { Fields, ValuesOf } from '../offer/fields.ts'
import { checkWith, isSchema, type Checked } from '../schema/index.ts'
import { isUnanswered, orAborted, type Asker, type Given } from './asker.ts'
import type {
  Approval,
  ApproveOptions,
  AskChoiceOptions,
  AskConfirmOptions,
  AskElementOptions,
  AskFilesOptions,
  AskFormOptions,
  AskOptions,
  AskParsedOptions,
  AskTextOptions,
  ChatAsk,
  Choice,
  LaterOptions,
  Otherwise,
  ParsedAnswer,
  PendingAsk,
  TextAnswer,
  ToolCall,
} from './chat-ask.ts'
import { kindOf, type LaterAsk } from './later-ask.ts'
import type { LaterAsks } from './later-asks.ts'
import { checkOutcome, wordsAfter, wordsBefore, type AnyOutcome } from './outcome.ts'
import {
  approvalQuestion,
  check,
  choiceQuestion,
  filesQuestion,
  formQuestion,
  textQuestion,
  type Asked,
} from './questions.ts'
import { validatorOf } from './validator.ts'

const defaultTimeoutMs = 300_000

/** What every kind of question takes. `isChecked`: an answer may turn out not to be good. */
interface PutOptions extends AskOptions {
  outcome?: AnyOutcome
  isChecked?: boolean
}

/** What asking needs of its chat. */
export interface AskPlace {
  readonly run: Run
  readonly lane: Lane
  readonly asker: Asker
  readonly laterAsks: LaterAsks
  readonly history: History
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

  text<Value, T>(question: string, options: AskParsedOptions<Value> & Otherwise<T>): Promise<ParsedAnswer<Value> | T>
  text<Value>(question: string, options: AskParsedOptions<Value>): Promise<ParsedAnswer<Value>>
  text(question: string, options?: AskTextOptions): Promise<TextAnswer>
  text<T>(question: string, options: AskTextOptions & Otherwise<T>): Promise<TextAnswer | T>
  text(question: string, options: AskTextOptions | AskParsedOptions<unknown> = {}): Promise<unknown> {
    return this.#call('chat.ask.text', options, async (lane) => {
      const validate = validatorOf<string>('chat.ask.text', options.validate)
      const put = { ...options, isChecked: options.validate !== undefined }
      let words = question
      for (;;) {
        const given = await this.#put('chat.ask.text', words, put, textQuestion, lane)
        const { answer, message, attached = [] } = given
        if (answer.type !== 'text' || !message) throw new Error(`a question for words was answered with ${answer.type}`)
        this.#place.elements.attach(attached)
        this.#place.history.add(message)
        const checked = await waitFor(validate(answer.text), lane, options)
        if (checked.isGood) {
          const result = {
            text: answer.text,
            message: { ...message },
            attachments: this.#place.elements.attachedTo(message.id),
            ...(isSchema(options.validate) ? { value: checked.value } : {}),
          }
          this.#tell('chat.ask.text', given, put, result)
          return result
        }
        words = checked.wrong || question
      }
    })
  }

  choice<const Value extends string>(
    question: string,
    choices: readonly Choice<Value>[],
    options?: AskChoiceOptions<NoInfer<Value>>,
  ): Promise<Value>
  choice<const Value extends string, T>(
    question: string,
    choices: readonly Choice<Value>[],
    options: AskChoiceOptions<NoInfer<Value>> & Otherwise<T>,
  ): Promise<Value | T>
  choice(
    question: string,
    choices: readonly Choice<string>[],
    options: AskChoiceOptions<never> = {},
  ): Promise<unknown> {
    return this.#choose('chat.ask.choice', question, choices, options, (value) => value)
  }

  async confirm(question: string, options: AskConfirmOptions = {}): Promise<boolean> {
    const choices = [
      { value: 'yes', label: options.yes ?? 'Yes' },
      { value: 'no', label: options.no ?? 'No' },
    ] as const
    const isYes = (value: string): boolean => value === 'yes'
    return (await this.#choose('chat.ask.confirm', question, choices, options, isYes)) === true
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
      const validate = validatorOf<JsonObject>('chat.ask.form', options.validate)
      const put = { ...options, isChecked: options.validate !== undefined }
      let words = question
      let before: JsonObject = {}
      for (;;) {
        const given = await this.#put('chat.ask.form', words, put, formQuestion(fields, before), lane)
        const { answer } = given
        if (answer.type !== 'value') throw new Error(`a form was answered with ${answer.type}`)
        before = answer.value as JsonObject
        const checked = await waitFor(validate({ ...before }), lane, options)
        if (checked.isGood) {
          this.#tell('chat.ask.form', given, put, { ...before })
          return before
        }
        words = checked.wrong || question
      }
    })
  }

  approve<Args>(call: ToolCall<Args>, options?: ApproveOptions<Args>): Promise<Approval<Args>>
  approve<Args, T>(call: ToolCall<Args>, options: ApproveOptions<Args> & Otherwise<T>): Promise<Approval<Args> | T>
  approve<Args>(call: ToolCall<Args>, options: ApproveOptions<Args> = {}): Promise<unknown> {
    return this.#call('chat.ask.approve', options, async (lane): Promise<Approval<Args>> => {
      const { question = `May I use ${call.tool}?`, editable = false } = options
      const asked = approvalQuestion(call, editable)
      const given = await this.#put('chat.ask.approve', question, options, asked, lane)
      const { answer } = given
      if (answer.type !== 'value') throw new Error(`a question for approval was answered with ${answer.type}`)
      const { isApproved, reason, args } = answer.value as ApprovalAnswer
      const agreed = args === undefined ? call.args : (args as Args)
      const decision: Approval<Args> = isApproved ? { approved: true, args: agreed } : { approved: false, reason }
      this.#tell('chat.ask.approve', given, options, decision)
      return decision
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
      const put = { ...options, isChecked: options.answer !== undefined }
      let words = question
      for (;;) {
        const given = await this.#put('chat.ask.element', words, put, show, lane)
        const { answer } = given
        if (answer.type !== 'value') throw new Error(`an element was answered with ${answer.type}`)
        const { value } = answer
        const good: Checked<unknown> = { isGood: true, value }
        const schema = options.answer
        const checked = schema ? await waitFor(checkWith(schema, structuredClone(value)), lane, options) : good
        if (checked.isGood) {
          this.#tell('chat.ask.element', given, put, checked.value)
          return checked.value
        }
        words = checked.wrong || question
      }
    })
  }

  files(question: string, options?: AskFilesOptions): Promise<GivenFile[]>
  files<T>(question: string, options: AskFilesOptions & Otherwise<T>): Promise<GivenFile[] | T>
  files(question: string, options: AskFilesOptions = {}): Promise<unknown> {
    return this.#call('chat.ask.files', options, async (lane) => {
      const given = await this.#put('chat.ask.files', question, options, filesQuestion(options), lane)
      if (given.answer.type !== 'files') throw new Error(`a question for files was answered with ${given.answer.type}`)
      const files = given.answer.files.map((file) => givenFile(file, given.paths[file.id]))
      this.#tell('chat.ask.files', given, options, [...files])
      return files
    })
  }

  later<Value, Args>(ask: LaterAsk<Value, Args>, question: string, options?: LaterOptions<Args>): Promise<string>
  later(
    ask: unknown,
    question: string,
    { context = {}, timeoutMs = Infinity, args, author, outcome }: LaterOptions<unknown> = { args: undefined },
  ): Promise<string> {
    const { run, laterAsks } = this.#place
    return run.write('chat.ask.later', this.#place.lane, () => {
      const kind = kindOf(ask, 'chat.ask.later')
      const kept = laterAsks.check(kind, context)
      check('timeoutMs', timeoutMs > 0, 'more than 0, or Infinity', timeoutMs)
      if (outcome) checkOutcome('chat.ask.later', outcome, { isLater: true })
      const asked = { ...kind.question(args), ...(outcome ? { outcome: wordsBefore(outcome, false) } : {}) }
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
    options: PutOptions,
    read: (value: string) => unknown,
  ): Promise<unknown> {
    return this.#call(name, options, async (lane) => {
      const asked = choiceQuestion(choices)
      const given = await this.#put(name, question, options, asked, lane)
      const { answer } = given
      if (answer.type !== 'choice') throw new Error(`a question of kind choice was answered with ${answer.type}`)
      const chosen = asked.options.find(({ value }) => value === answer.value)
      const result = read(answer.value)
      this.#tell(name, given, options, chosen?.label ?? answer.value, result)
      return result
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
    { timeoutMs = defaultTimeoutMs, signal, outcome, isChecked = false, ...options }: PutOptions,
    question: Asked | ((messageId: string) => Promise<Asked>),
    lane: Lane,
  ): Promise<Given> {
    check('timeoutMs', timeoutMs > 0, 'more than 0, or Infinity', timeoutMs)
    if (outcome) checkOutcome(name, outcome)
    this.#place.run.guard(lane, name)
    const messageId = this.#place.say(words, options)
    const asked = typeof question === 'function' ? await question(messageId) : question
    return this.#place.asker.ask(
      { ...asked, ...(outcome ? { outcome: wordsBefore(outcome, isChecked) } : {}), messageId },
      lane,
      Number.isFinite(timeoutMs) ? timeoutMs : null,
      signal,
    )
  }

  /** Says of an answer that is good what the app has to say of it. The answer counts whatever becomes of that. */
  #tell(name: Checkpoint, { askId }: Given, { outcome, isChecked = false }: PutOptions, ...said: unknown[]): void {
    if (!outcome) return
    const { run, asker } = this.#place
    try {
      const words = wordsAfter(name, outcome, isChecked, said)
      if (words !== null) asker.tell(askId, words)
    } catch (error) {
      run.log('error', `${name}: the words for an answer are left out: ${String(error)}`, { runId: run.id })
    }
  }
}

/** Looking at an answer may take its time: a stop ends it, and the question's signal. */
function waitFor<T>(look: Promise<T>, lane: Lane, { signal }: AskOptions): Promise<T> {
  return lane.wait(signal === undefined ? look : orAborted(look, signal))
}
