import type { LocalText, Message, RunKind, StopCause } from '@chatwright/protocol'
import type { ElementInput } from '../elements/index.ts'
import type { ActionOptions } from '../action/index.ts'
import type { GivenFile } from '../files/given-file.ts'
import type { GivenFeedback } from '../feedback/index.ts'
import type { ChatContext } from '../chat/chat-context.ts'
import type { Step } from '@chatwright/protocol'
import type { AnyChat, ChatTypes, IncomingMessage } from '../offer/index.ts'

/** What `onStop` is told of the stop. */
export interface StopInfo {
  runId: string
  kind: RunKind
  cause: StopCause
  /** Who stopped it, when that is known. */
  by: string | null
  /** From the start of the run to the stop, in milliseconds. */
  elapsedMs: number
  /** The same in seconds, to one decimal. */
  elapsedSeconds: number
  /** The run's messages with the text that stays. */
  partial: Message[]
  /** The steps that were open. */
  openSteps: Step[]
}

/**
 * What `onStop` may answer: words for the reader, words for each language, words under a name, with buttons; `false`
 * for no notice; nothing for the app's default.
 */
export type StopAnswer =
  | LocalText
  | { text: LocalText; author?: string; actions?: readonly ActionOptions[]; elements?: readonly ElementInput[] }
  | false
  | undefined
  | void

/** What `onUpload` may answer: nothing takes the file in; `refuse` says why it is not, in words for the person. */
export type UploadAnswer = { refuse: string } | undefined | void

/** What `onError` may answer: show the error, hide it, or show these words. Nothing shows it. */
export type ErrorAnswer = 'show' | 'hide' | { text: string } | undefined | void

/** Why a chat is over. */
export interface ChatEnd {
  reason: 'new-chat' | 'deleted' | 'expired' | 'shutdown' | 'closed'
}

/** The handlers an app can have, by the name of the method that sets them. All may be async and take fewer arguments. */
export interface Handlers<State extends object, Types extends ChatTypes = AnyChat> {
  onStartup: (app: { signal: AbortSignal }) => unknown
  onShutdown: (end: { reason: 'shutdown' | 'reload'; signal: AbortSignal }) => unknown
  onChatStart: (chat: ChatContext<State, Types>) => unknown
  onChatResume: (chat: ChatContext<State, Types>) => unknown
  onMessage: (message: IncomingMessage<Types>, chat: ChatContext<State, Types>) => unknown
  onContinue: (stopped: Message[], chat: ChatContext<State, Types>) => unknown
  onSettings: (values: Types['settings'], before: Types['settings'], chat: ChatContext<State, Types>) => unknown
  onSettingsEdit: (draft: Types['settings'], chat: ChatContext<State, Types>) => unknown
  onFeedback: (feedback: GivenFeedback, chat: ChatContext<State, Types>) => unknown
  onFeedbackRemoved: (feedback: GivenFeedback, chat: ChatContext<State, Types>) => unknown
  onUpload: (file: GivenFile, chat: ChatContext<State, Types>) => UploadAnswer | Promise<UploadAnswer>
  onChatEnd: (end: ChatEnd, chat: ChatContext<State, Types>) => unknown
  onConnect: (chat: ChatContext<State, Types>) => unknown
  onDisconnect: (chat: ChatContext<State, Types>) => unknown
  onStop: (stop: StopInfo, chat: ChatContext<State, Types>) => StopAnswer | Promise<StopAnswer>
  onError: (
    error: unknown,
    where: { hook: HookName },
    chat: ChatContext<State, Types>,
  ) => ErrorAnswer | Promise<ErrorAnswer>
  renameAuthor: (name: string, chat: ChatContext<State, Types>) => string | Promise<string>
}

/** The name of a handler. */
export type HandlerName = keyof Handlers<object>

/** Which handler each kind of run calls; `setup` asks the functions among the app's options. */
export const handlerOfKind = {
  setup: 'setup',
  start: 'onChatStart',
  resume: 'onChatResume',
  message: 'onMessage',
  continue: 'onContinue',
  action: 'onAction',
  answer: 'onAskAnswered',
  settings: 'onSettings',
  'settings-edit': 'onSettingsEdit',
  feedback: 'onFeedback',
  'feedback-removed': 'onFeedbackRemoved',
  upload: 'onUpload',
  connect: 'onConnect',
  disconnect: 'onDisconnect',
  end: 'onChatEnd',
} as const satisfies Record<RunKind, HandlerName | 'onAction' | 'onAskAnswered' | 'setup'>

/** The name of what a run calls, for logs and hooks. */
export type HookName = (typeof handlerOfKind)[RunKind] | HandlerName

/** The handlers of one app, and what there is to say about how they were set. */
export class HandlerTable {
  readonly #handlers = new Map<HandlerName, unknown>()
  #warn: ((text: string) => void) | null = null
  #warnings: string[] = []

  get<Name extends HandlerName>(name: Name): Handlers<object>[Name] | undefined {
    return this.#handlers.get(name) as Handlers<object>[Name] | undefined
  }

  has(name: HandlerName): boolean {
    return this.#handlers.has(name)
  }

  /** Sets a handler in place of the one before. Returns its off switch, which leaves a later one alone. */
  set(name: HandlerName, handler: unknown): () => void {
    if (this.#handlers.has(name)) {
      const text = `app.${name} was called twice: the later handler replaces the earlier one.`
      if (this.#warn === null) this.#warnings.push(text)
      else this.#warn(text)
    }
    this.#handlers.set(name, handler)
    return () => {
      if (this.#handlers.get(name) === handler) this.#handlers.delete(name)
    }
  }

  /** Where warnings go from now on, those so far included. */
  warnWith(warn: (text: string) => void): void {
    this.#warn = warn
    for (const text of this.#warnings.splice(0)) warn(text)
  }
}
