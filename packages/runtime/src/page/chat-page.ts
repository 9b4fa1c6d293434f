import type { Json } from '@chatwright/protocol'
import type { PayloadSchema } from '../schema/index.ts'
import type { Otherwise } from '../ask/index.ts'

/** Options of {@link ChatPage.call}. */
export interface PageCallOptions<Value> {
  /**
   * What the function has to give back, of any library that follows Standard Schema; the type of the result. It comes from a
   * browser, so whatever is done with it should be checked.
   */
  value?: PayloadSchema<Value>
  /** How long it waits, in milliseconds. Default 300,000 (5 minutes); `Infinity` for as long as the run lasts. */
  timeoutMs?: number
  /** Gives the call up when it is aborted, and rejects with its reason. */
  signal?: AbortSignal
}

/** The page that shows the conversation. */
export interface ChatPage {
  /**
   * Has the page run a function that it has under this name, and gives what that gives back:
   *
   *     const words = await chat.page.call('selection', { in: 'report' }, { value: z.string() })
   *
   * A custom element offers functions with `useFunction`, a page of one's own with `client.functions.register`, and a script
   * in the page that Chatwright serves with `window.chatwright.registerFunction`. Of all pages that show the conversation
   * one runs it, one that is looked at before one in the background; when that page goes before it has answered, another
   * one does, so a function may run twice. A page that gets the function only later runs it then.
   *
   * `args`: JSON values, null by default; 100,000 characters at most, and so is what comes back. Stop ends the call
   * everywhere, and the function's signal is aborted.
   *
   * Throws `call_expired` when the time is up (with `otherwise` it gives that instead), `call_failed` with the words of
   * what the function threw, `answer_invalid` for what `value` does not take, and `bad_option`.
   */
  call<Value = Json>(name: string, args?: unknown, options?: PageCallOptions<Value>): Promise<Value>
  call<Value, T>(name: string, args: unknown, options: PageCallOptions<Value> & Otherwise<T>): Promise<Value | T>
}
