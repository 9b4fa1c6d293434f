import type { MessageStatus } from '@chatwright/protocol'
import type { ActionHandle, ActionOptions } from '../action/index.ts'
import type { ElementHandle, ElementInput } from '../elements/index.ts'
import type { MessageUpdate } from './content.ts'
import type { StreamSource } from './pump.ts'

/**
 * A message of the running chat. Made by `chat.send`, `chat.stream` or `chat.message`.
 *
 * A draft is shown with its first text. Text can be added at any time: a finished message opens again under the same
 * id. Every method throws `StopError` behind a stop, `run_ended` after the run, and `not_found` once removed.
 */
export interface MessageHandle {
  readonly id: string
  /** The whole text so far. */
  readonly text: string
  /** Null while it is a draft. */
  readonly status: MessageStatus | null

  /**
   * Adds text. Nothing and the empty string are ignored. Resolves at once, except when the reader's side is far behind
   * or the loop has not turned for 16 ms: awaiting it is what lets a Stop be heard in a tight loop.
   */
  append(text: string | null | undefined): Promise<void>

  /** Replaces the whole text and leaves the message open for more. */
  set(text: string): Promise<void>

  /**
   * Adds all that a source gives. `mode: 'replace'`: each piece is the whole text so far, as some libraries give it.
   * Leaves the message open. A source that throws leaves the text it had given.
   */
  stream(source: StreamSource, options?: { mode?: 'append' | 'replace' }): Promise<void>

  /**
   * Changes what is given and ends the message, when it was streaming. A draft is sent. Resolves when all new elements are
   * kept and shown; when one cannot be made it rejects, the others stay as they were, and the rest is changed.
   */
  update(change?: MessageUpdate): Promise<void>

  /** Takes it back: from the screen, the history and the store. */
  remove(): Promise<void>

  /** Shows these buttons under it, in place of those it had. Gives what is shown, in order. */
  setActions(actions: readonly ActionOptions[]): Promise<ActionHandle[]>

  /** The elements it was given so far, in order. */
  readonly elements: readonly ElementHandle[]

  /** Shows a picture, a file or other media with it. A draft is sent. Resolves when all of it is kept and shown. */
  addElement(element: ElementInput): Promise<ElementHandle>

  /** Ends the message; a draft without text is never shown. The end of the run does it for those left open. */
  done(): Promise<void>
}
