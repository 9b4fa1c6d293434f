import { ChatwrightError } from '@chatwright/protocol'
import type { ChatContext } from '../chat/chat-context.ts'
import type { CommandMessage, ChatTypes } from './types.ts'

/** Answers messages that carry one command. */
export type CommandHandler<State extends object, Types extends ChatTypes, Id extends string> = (
  message: CommandMessage<Types, Id>,
  chat: ChatContext<State, Types>,
) => unknown

type Handler = (message: unknown, chat: unknown) => unknown

/** The commands of an app that have a handler of their own. */
export class CommandTable {
  readonly #handlers = new Map<string, Handler>()

  get isEmpty(): boolean {
    return this.#handlers.size === 0
  }

  get(id: string | undefined): Handler | undefined {
    return id === undefined ? undefined : this.#handlers.get(id)
  }

  /** Sets what answers a command, in place of what did before. Returns the off switch. Throws `bad_option`. */
  set(id: string, handler: unknown): () => void {
    if (typeof id !== 'string' || id === '') {
      throw new ChatwrightError('bad_option', `app.onCommand: expected the id of a command, got ${JSON.stringify(id)}.`)
    }
    if (typeof handler !== 'function') {
      throw new ChatwrightError('bad_option', `app.onCommand('${id}'): expected a function, got ${typeof handler}.`)
    }
    this.#handlers.set(id, handler as Handler)
    return () => {
      if (this.#handlers.get(id) === handler) this.#handlers.delete(id)
    }
  }
}
