import { ChatwrightError, type Action, type DeclaredAction, type JsonObject } from '@chatwright/protocol'
import type { ChatContext } from '../chat/chat-context.ts'
import type { AnyChat, ChatTypes } from '../offer/index.ts'
import { checkWith, type PayloadSchema } from '../schema/index.ts'
import type { PressedAction } from './buttons.ts'

/** Answers a button. `payload`: what the button was given, as its schema gives it. `button`: to take it away. */
export type ActionHandler<State extends object, Payload, Types extends ChatTypes = AnyChat, Result = unknown> = (
  payload: Payload,
  chat: ChatContext<State, Types>,
  button: PressedAction,
) => Result

interface Entry {
  schema: PayloadSchema<unknown> | null
  handler: ActionHandler<object, unknown>
}

/** The actions an app answers, by name. */
export class ActionTable {
  readonly #entries = new Map<string, Entry>()

  get names(): string[] {
    return [...this.#entries.keys()]
  }

  /** Sets what answers an action, in place of what did before. Returns the off switch. Throws `bad_option`. */
  set(name: string, schema: PayloadSchema<unknown> | null, handler: unknown): DeclaredAction {
    if (typeof name !== 'string' || name === '') {
      throw new ChatwrightError('bad_option', `app.onAction: expected a name, got ${JSON.stringify(name)}.`)
    }
    if (typeof handler !== 'function') {
      throw new ChatwrightError('bad_option', `app.onAction('${name}'): expected a function, got ${typeof handler}.`)
    }
    const entry: Entry = { schema, handler: handler as Entry['handler'] }
    this.#entries.set(name, entry)
    const off = (): void => {
      if (this.#entries.get(name) === entry) this.#entries.delete(name)
    }
    return Object.assign(off, { actionName: name })
  }

  /** Calls what answers an action. Rejects with `bad_option` when the payload is not what its schema wants. */
  async call(action: PressedAction, chat: ChatContext<object>): Promise<unknown> {
    const entry = this.#entries.get(action.name)
    if (!entry) throw new ChatwrightError('not_found', `There is no app.onAction('${action.name}').`)
    return entry.handler(await this.#payload(action, entry.schema), chat, action)
  }

  async #payload(action: Action, schema: Entry['schema']): Promise<unknown> {
    const payload: JsonObject = structuredClone(action.payload)
    if (schema === null) return payload
    const checked = await checkWith(schema, payload)
    if (checked.isGood) return checked.value
    throw new ChatwrightError(
      'bad_option',
      `The payload of the action '${action.name}' is not as declared: ${checked.wrong}`,
      {
        fix: 'Give the button the payload that app.onAction declares.',
      },
    )
  }
}
