import type { Json, JsonObject, Message } from '@chatwright/protocol'
import type { UploadOptions } from '../app/upload-options.ts'
import type { ElementComponent, PropsOf } from '../elements/index.ts'
import type { Fields, ValuesOf } from '../offer/fields.ts'
import type { GivenFile } from '../files/given-file.ts'
import type { PayloadSchema } from '../schema/index.ts'
import type { LaterAsk } from './later-ask.ts'
import type { Outcome, OutcomeWords } from './outcome.ts'

/** What every question takes. */
export interface AskOptions {
  /** How long it waits, in milliseconds. Default 300,000 (5 minutes); `Infinity` for as long as the run lasts. */
  timeoutMs?: number
  /** Withdraws the question when it is aborted, and rejects with its reason. */
  signal?: AbortSignal
  /** Who asks, by default the app. */
  author?: string
}

/** With it a question that is skipped, or whose time is up, gives this in place of throwing. */
export interface Otherwise<T> {
  otherwise: T
}

/** Words a person wrote. `message`: the message that says them. */
export interface TextAnswer {
  text: string
  message: Message
  /** The files the person attached to them. */
  attachments: readonly GivenFile[]
}

/** What `validate` says: what is wrong with an answer; nothing when it is good. */
export type Complaint = string | undefined | null | void

export interface AskTextOptions extends AskOptions {
  /**
   * Says what is wrong with an answer; then it is shown and the question is put again. Nothing: the answer is good. Or a
   * schema, see {@link AskParsedOptions}.
   */
  validate?: (text: string) => Complaint | Promise<Complaint>
  /** What is said of how it ended. */
  outcome?: Outcome<[answer: TextAnswer]>
}

export interface AskParsedOptions<Value> extends AskOptions {
  /**
   * What an answer has to be, of any library that follows Standard Schema, sync or async. What it finds wrong is shown and
   * the question is put again; what it makes of a good answer is the `value` beside its text.
   */
  validate: PayloadSchema<Value>
  /** What is said of how it ended. */
  outcome?: Outcome<[answer: ParsedAnswer<NoInfer<Value>>]>
}

/** Words a person wrote. `value`: what the schema made of them. */
export interface ParsedAnswer<Value> extends TextAnswer {
  value: Value
}

/** One of the answers to choose from: a text, or a value with what it says. */
export type Choice<Value extends string> = Value | { value: Value; label?: string; description?: string }

export interface AskChoiceOptions<Value> extends AskOptions {
  /** What is said of how it ended: `(label, value) => …` is told what was chosen. */
  outcome?: Outcome<[label: string, value: Value]>
}

export interface AskConfirmOptions extends AskOptions {
  /** The words on the buttons. Default: Yes and No. */
  yes?: string
  no?: string
  /** What is said of how it ended: `(label, isYes) => …` is told what was chosen. */
  outcome?: Outcome<[label: string, isYes: boolean]>
}

export interface AskFormOptions<Values> extends AskOptions {
  /** Says what is wrong with values that are each good; then it is shown and the form is put again, with them in it. */
  validate?: (values: Values) => Complaint | Promise<Complaint>
  /** What is said of how it ended. Whoever sees the conversation reads it: no secrets. */
  outcome?: Outcome<[values: Values]>
}

export interface AskElementOptions<Answer> extends AskOptions {
  /** What the element has to send, of any library that follows Standard Schema; the type of the answer. */
  answer?: PayloadSchema<Answer>
  /** What is said of how it ended. */
  outcome?: Outcome<[answer: NoInfer<Answer>]>
}

/** The call of a tool: its name, and what it would be called with (JSON values). */
export interface ToolCall<Args> {
  tool: string
  args: Args
}

export interface ApproveOptions<Args = unknown> extends AskOptions {
  /** The question. Default: whether the tool may be used, by its name. */
  question?: string
  /** Whether the person may change the arguments before they agree. Default false. */
  editable?: boolean
  /** What is said of how it ended; the reason that the person gave stands behind it. */
  outcome?: Outcome<[decision: Approval<NoInfer<Args>>]>
}

/** What a person decided of a call. `args`: as they are now; what was edited is JSON of any shape, so check it. */
export type Approval<Args> = { approved: true; args: Args } | { approved: false; reason: string | null }

export interface AskFilesOptions extends AskOptions {
  /**
   * MIME types that are taken, with `image/*` for a family; or for each type the endings it may have, as for `uploads`.
   * Default: anything.
   */
  accept?: UploadOptions['accept']
  /** Default 1. */
  maxFiles?: number
  /** For each file, in megabytes (1,000,000 bytes). Default 2. */
  maxSizeMb?: number
  /** What is said of how it ended. */
  outcome?: Outcome<[files: readonly GivenFile[]]>
}

/** What a question takes that nobody waits with. `args`: what the tool would be called with, of an approval. */
export type LaterOptions<Args> = {
  /** JSON values that `app.onAskAnswered` gets back with the answer. The page gets to see them, too. */
  context?: Record<string, unknown>
  /** How long it can be answered, in milliseconds. Default: for ever. */
  timeoutMs?: number
  /** Who asks, by default the app. */
  author?: string
  /** What is said of how it ended. Words alone: by then the code that put it is gone. */
  outcome?: OutcomeWords
} & (Args extends undefined ? { args?: undefined } : { args: Args })

/** A question that nobody waits with and that is open. Times: milliseconds since 1970. */
export interface PendingAsk {
  id: string
  key: string
  context: JsonObject
  askedAt: number
  /** Null: for ever. */
  expiresAt: number | null
}

/**
 * Asks the person and waits. The question is a message; while it waits the run is `waiting`, Stop ends it everywhere, and
 * several questions may be open at once.
 *
 * Rejects with `ask_skipped` when the person does without, and with `ask_expired` when the time is up; `otherwise` gives
 * a value in place of both. A handler that lets one of them through ends well: the question says itself how it ended.
 * Throws `bad_option` for options that make no sense.
 */
export interface ChatAsk {
  /** Words. They become a message of the person's. With a schema as `validate` they come with what it makes of them. */
  text<Value, T>(question: string, options: AskParsedOptions<Value> & Otherwise<T>): Promise<ParsedAnswer<Value> | T>
  text<Value>(question: string, options: AskParsedOptions<Value>): Promise<ParsedAnswer<Value>>
  text(question: string, options?: AskTextOptions): Promise<TextAnswer>
  text<T>(question: string, options: AskTextOptions & Otherwise<T>): Promise<TextAnswer | T>

  /** One of several answers. */
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

  /** Yes or no; `yes` and `no` are the words on the buttons. */
  confirm(question: string, options?: AskConfirmOptions): Promise<boolean>

  /**
   * Several things at once: a form of widgets, as settings have (`textInput`, `select`, `slider` …). Gives their values by
   * name, typed and checked on the server. What is typed into a `secret` field is given to you and stored nowhere else.
   */
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

  /**
   * Whether a tool may be called: shows its name and arguments, and the person approves or rejects, with a reason if they
   * like. There is no skipping it; when its time is up it rejects with `ask_expired`, or gives `otherwise`.
   */
  approve<Args>(call: ToolCall<Args>, options?: ApproveOptions<Args>): Promise<Approval<Args>>
  approve<Args, T>(call: ToolCall<Args>, options: ApproveOptions<Args> & Otherwise<T>): Promise<Approval<Args> | T>

  /**
   * A component of `elements/`, which answers with `useElement().submit(value)`; `cancel()` skips it. What it sends is
   * checked by `answer` here on the server; without it any JSON value is taken. It goes away with the answer.
   */
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

  /** Files. They are on the server's disk when this resolves, and are kept with the thread. */
  files(question: string, options?: AskFilesOptions): Promise<GivenFile[]>
  files<T>(question: string, options: AskFilesOptions & Otherwise<T>): Promise<GivenFile[] | T>

  /**
   * Puts a question that this run does not wait with, and gives its id once it is shown. It stays open when the run ends, through
   * reloads and restarts; the answer begins a run of its own, `app.onAskAnswered`. Only a stop of the run that puts it
   * ends it. Throws `bad_option` when the app has no `onAskAnswered` for it.
   */
  later<Value, Args>(
    ask: LaterAsk<Value, Args>,
    question: string,
    ...options: Args extends undefined ? [options?: LaterOptions<Args>] : [options: LaterOptions<Args>]
  ): Promise<string>

  /** Takes back a question that `later` put, here or in an earlier run. Nobody hears of it; one that is over stays as it is. */
  withdraw(askId: string): Promise<void>

  /** The questions `later` put that were open when this run began, and those of this run, in the order they were put. */
  readonly pending: readonly PendingAsk[]
}
