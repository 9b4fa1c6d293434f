import { newId, type MessageStatus, type Notice } from '@chatwright/protocol'
import type { Lane } from '../run/lane.ts'
import { Ledger } from '../run/ledger.ts'
import type { Run } from '../run/run.ts'
import type { ActionHandle, ActionOptions } from '../action/index.ts'
import type { ElementInput } from '../elements/index.ts'
import type { MessageUpdate } from './content.ts'
import type { MessageHandle } from './message-handle.ts'
import { pump, type StreamSource } from './pump.ts'

/**
 * What `onStop` says through `chat`. It becomes the run's one notice and never a message (stop contract, rule 8), so
 * none of it is sent from here.
 */
export class NoticeWords {
  /** What is being said: the notice waits for it, awaited or not. */
  readonly ledger = new Ledger()
  readonly #said: NoticeMessage[] = []
  #isClosed = false

  /** Whether the notice went out: what is said now comes too late. */
  get isClosed(): boolean {
    return this.#isClosed
  }

  close(): void {
    this.#isClosed = true
  }

  add(message: NoticeMessage): void {
    if (!this.#said.includes(message)) this.#said.push(message)
  }

  drop(message: NoticeMessage): void {
    const at = this.#said.indexOf(message)
    if (at >= 0) this.#said.splice(at, 1)
  }

  /** All that was said, as one notice; null when nothing was. */
  get notice(): Notice | null {
    const said = this.#said.filter((message) => message.text.trim() !== '')
    const last = said.at(-1)
    if (last === undefined) return null
    return { by: 'app', text: said.map((message) => message.text).join('\n\n'), ...last.spokenBy }
  }

  /** The buttons and elements that were sent with it. */
  get pieces(): NoticePieces {
    return {
      actions: this.#said.flatMap(({ pieces }) => pieces.actions ?? []),
      elements: this.#said.flatMap(({ pieces }) => pieces.elements ?? []),
    }
  }
}

/** What belongs to a notice besides its words. */
export interface NoticePieces {
  readonly actions?: readonly ActionOptions[]
  readonly elements?: readonly ElementInput[]
}

/** A message said in `onStop`. */
export class NoticeMessage implements MessageHandle {
  readonly id = newId()
  readonly spokenBy: { author?: string }
  readonly #run: Run
  readonly #lane: Lane
  readonly #words: NoticeWords
  #text = ''
  #pieces: NoticePieces

  /** `author`: set only where the app named one. */
  constructor(run: Run, lane: Lane, words: NoticeWords, author: string | undefined, pieces: NoticePieces = {}) {
    this.#pieces = pieces
    this.#run = run
    this.#lane = lane
    this.#words = words
    this.spokenBy = author === undefined ? {} : { author }
  }

  get text(): string {
    return this.#text
  }

  get pieces(): NoticePieces {
    return this.#pieces
  }

  get status(): MessageStatus | null {
    return this.#text === '' ? null : 'done'
  }

  append(text: string | null | undefined): Promise<void> {
    return this.#call('message.append', () => this.say(this.#text + (text ?? '')))
  }

  set(text: string): Promise<void> {
    return this.#call('message.set', () => this.say(text))
  }

  stream(source: StreamSource, options: { mode?: 'append' | 'replace' } = {}): Promise<void> {
    return this.#call('stream', () => this.fill(source, options.mode))
  }

  update({ text, actions, elements }: MessageUpdate = {}): Promise<void> {
    return this.#call('message.update', () => {
      if (text !== undefined) this.say(text)
      if (actions) this.#pieces = { ...this.#pieces, actions }
      // There are no handles of what is not made yet.
      if (elements) this.#pieces = { ...this.#pieces, elements: elements as readonly ElementInput[] }
    })
  }

  remove(): Promise<void> {
    return this.#call('message.remove', () => this.#words.drop(this))
  }

  readonly elements = []

  /** What is shown under a notice goes out with it, at once: there is nothing to change later. */
  addElement(): Promise<never> {
    return this.#run.refused(this.#run.stop())
  }

  /** Its buttons; they are there with the notice, so there is no taking one away alone. */
  async setActions(actions: readonly ActionOptions[]): Promise<ActionHandle[]> {
    await this.#call('message.setActions', () => {
      this.#pieces = { ...this.#pieces, actions }
    })
    return []
  }

  done(): Promise<void> {
    return this.#call('message.done', () => undefined)
  }

  say(text: string): void {
    this.#text = text
    this.#words.add(this)
  }

  fill(source: StreamSource, mode: 'append' | 'replace' = 'append'): Promise<void> {
    return pump(source, this.#lane, this.#run.ledger, (text) => {
      this.say(mode === 'append' ? this.#text + text : text)
      return this.#run.pause()
    })
  }

  #call(label: string, work: () => void | Promise<void>): Promise<void> {
    return this.#run.speak(label, this.#words, work)
  }
}
