import { ChatwrightError, type AnsweredLater, type JsonObject } from '@chatwright/protocol'
import type { ChatContext } from '../chat/chat-context.ts'
import type { AnyChat, ChatTypes } from '../offer/index.ts'
import { kindOf, type LaterKind } from './later-ask.ts'

/** What became of a question that nobody waited with. */
export type LaterAnswer<Value> = (
  | { status: 'answered'; value: Value }
  /** The person did without, or its time was up. */
  | { status: 'skipped' | 'expired'; value: null }
) & {
  /** What `chat.ask.later` gave. */
  askId: string
  key: string
  /** What was given with the question. */
  context: JsonObject
  /** When it was put, in milliseconds since 1970. */
  askedAt: number
}

/** Hears of an answer. */
export type LaterHandler<State extends object, Value, Types extends ChatTypes = AnyChat> = (
  answer: LaterAnswer<Value>,
  chat: ChatContext<State, Types>,
) => unknown

interface Entry {
  kind: LaterKind
  handler: LaterHandler<object, unknown>
}

/** Who hears of the later answers of one app, by the key of the question. */
export class LaterTable {
  readonly #entries = new Map<string, Entry>()

  get keys(): string[] {
    return [...this.#entries.keys()]
  }

  /** Sets who hears of a question, in place of who did before. Returns the off switch. Throws `bad_option`. */
  set(ask: unknown, handler: unknown): () => void {
    const kind = kindOf(ask, 'app.onAskAnswered')
    if (typeof handler !== 'function') {
      throw new ChatwrightError(
        'bad_option',
        `app.onAskAnswered('${kind.key}'): expected a function, got ${typeof handler}.`,
      )
    }
    const entry: Entry = { kind, handler: handler as Entry['handler'] }
    this.#entries.set(kind.key, entry)
    return () => {
      if (this.#entries.get(kind.key) === entry) this.#entries.delete(kind.key)
    }
  }

  /** Tells the app. Rejects with `bad_option` when the answer is none that the question can have by now. */
  async call({ ask, status, answer, paths = {} }: AnsweredLater, chat: ChatContext<object>): Promise<unknown> {
    const { key, context } = ask.later ?? { key: '', context: {} }
    const entry = this.#entries.get(key)
    if (!entry) throw new ChatwrightError('not_found', `There is no app.onAskAnswered for '${key}'.`)
    const about = { askId: ask.id, key, context: structuredClone(context), askedAt: ask.askedAt }
    if (status !== 'answered' || answer === null) {
      return entry.handler({ ...about, status: status === 'expired' ? 'expired' : 'skipped', value: null }, chat)
    }
    const message = answer.type === 'text' ? chat.history.messages.find(({ id }) => id === answer.messageId) : undefined
    const said = { message, attachments: message ? chat.attachmentsOf(message) : [] }
    return entry.handler(
      { ...about, status, value: entry.kind.read({ askId: ask.id, answer, paths }, said, ask) },
      chat,
    )
  }
}
