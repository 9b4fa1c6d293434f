import { newId, type Answer } from '@chatwright/protocol'
import type { Environment } from './environment.ts'
import type { Outbox } from './outbox.ts'
import type { Timings } from './timings.ts'

/** Asks the server for a thread. False: there is no line. */
export type AskOpen = (body: unknown, onAnswer: (answer: Answer<'open'>) => void) => boolean

/** The profile a new thread is to begin with; a function is asked when there is a line, and with it what the app offers. */
export type WantedProfile = string | (() => string | undefined)

/** What a watch knows of its thread. */
export interface ThreadWatchContext {
  readonly threadId: string
  readonly outbox: Outbox
  readonly environment: Environment
  readonly timings: Timings
  readonly askOpen: AskOpen
  /** Up to where the thread is known, when it is. */
  seen(): { epoch: string; seq: number } | undefined
  /** Whether the thread is made when it is not there. */
  isNew(): boolean
  /** The profile a thread that is made begins with. */
  readonly profileId: WantedProfile | undefined
  /** Whether something waits to be sent, for which the thread must be there. */
  areUnsent(): boolean
  onOpened(answer: Answer<'open'>): void
  /** Nobody wants it any more. */
  onClosed(): void
}

/**
 * Whether the server sends a thread to this client: from the first who shows it to the last, and as long as something
 * in it waits to be sent; on each new line from where the thread is known.
 */
export class ThreadWatch {
  readonly #context: ThreadWatchContext
  readonly #holders = new Set<symbol>()
  #state: 'closed' | 'opening' | 'open' | 'gone' = 'closed'
  #cancelClose: (() => void) | null = null
  #cancelAsk: (() => void) | null = null
  #forgetClose = () => {}

  constructor(context: ThreadWatchContext) {
    this.#context = context
  }

  /** Whether what the server sends of the thread is for us. */
  get isListening(): boolean {
    return this.#state === 'opening' || this.#state === 'open'
  }

  get isHeld(): boolean {
    return this.#holders.size > 0
  }

  /** Somebody shows the thread. Gives the way to let go of it. */
  hold(): () => void {
    const holder = Symbol('holder')
    this.#holders.add(holder)
    this.#cancelClose?.()
    this.#cancelClose = null
    this.ensure()
    return () => {
      if (this.#holders.delete(holder)) this.closeUnwanted()
    }
  }

  /** Asks for the thread unless it is open or being opened. */
  ensure(): void {
    if (this.#state === 'closed') this.#ask()
  }

  /** Asks for what is missing. One question at a time. */
  askAgain(): void {
    if (this.#state === 'open') this.#ask()
  }

  /** Closes the thread in a moment if nobody wants it by then: a page that shows it again at once never left. */
  closeUnwanted(): void {
    if (this.#isWanted || this.#state !== 'open' || this.#cancelClose) return
    const { environment, timings } = this.#context
    this.#cancelClose = environment.setTimer(() => {
      this.#cancelClose = null
      if (!this.#isWanted) this.close(false)
    }, timings.closeMs)
  }

  /** Closes the thread, whoever shows it. `leave`: its runs are stopped. */
  close(leave: boolean): void {
    this.#holders.clear()
    this.#cancelClose?.()
    this.#cancelClose = null
    const wasOpen = this.#state === 'open'
    if (wasOpen) this.#state = 'closed'
    if (leave) this.#leave()
    else if (wasOpen) this.#forgetClose = this.#postClose(false, () => {})
    this.#context.onClosed()
  }

  onOnline(): void {
    if (this.#isWanted) this.ensure()
  }

  onOffline(): void {
    if (this.#state !== 'gone') this.#state = 'closed'
    this.#cancelAsk?.()
    this.#cancelAsk = null
    // A new line watches nothing, and a close sent on it again would undo what is opened there first.
    this.#forgetClose()
  }

  /** The thread was deleted: it is never asked for again. */
  onGone(): void {
    this.dispose()
    this.#state = 'gone'
  }

  dispose(): void {
    this.#cancelClose?.()
    this.#cancelAsk?.()
  }

  get #isWanted(): boolean {
    return this.#state !== 'gone' && (this.isHeld || this.#context.areUnsent())
  }

  #ask(): void {
    this.#cancelAsk?.()
    this.#cancelAsk = null
    const { threadId, seen, isNew, profileId, askOpen } = this.#context
    const known = seen()
    const wanted = profileOf(profileId)
    const making = isNew() ? { create: true, ...(wanted === undefined ? {} : { profileId: wanted }) } : {}
    const body = { id: newId(), threadId, ...making, ...(known ? { seen: known } : {}) }
    if (askOpen(body, (answer) => this.#onOpened(answer))) this.#state = 'opening'
  }

  #onOpened(answer: Answer<'open'>): void {
    if (this.#state !== 'opening') return
    this.#state = answer.ok ? 'open' : 'closed'
    if (answer.ok) this.closeUnwanted()
    else if (!isFinal(answer)) this.#askLater()
    this.#context.onOpened(answer)
  }

  #askLater(): void {
    const { environment, timings } = this.#context
    this.#cancelAsk = environment.setTimer(() => this.onOnline(), timings.retryMaxMs)
  }

  /** A leave that had to wait for a line may find the thread open again there: then it is opened anew behind it. */
  #leave(): void {
    this.#postClose(true, () => {
      if (this.#state === 'open') this.#state = 'closed'
      this.onOnline()
    })
  }

  #postClose(leave: boolean, onAnswer: () => void): () => void {
    const body = { threadId: this.#context.threadId, ...(leave ? { leave } : {}) }
    return this.#context.outbox.post('close', body, { onAnswer })
  }
}

/** The profile that is wanted now. */
export function profileOf(wanted: WantedProfile | undefined): string | undefined {
  return typeof wanted === 'function' ? wanted() : wanted
}

/** Whether asking again would bring the same. */
function isFinal(answer: Answer<'open'>): boolean {
  if (answer.ok) return false
  const { code } = answer.error
  return code === 'thread_not_found' || code === 'forbidden' || code === 'bad_request' || code === 'not_offered'
}
