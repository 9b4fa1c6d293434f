import {
  ChatwrightError,
  limits,
  newId,
  type Answer,
  type FileInfo,
  type JsonObject,
  type PublicError,
  type ThreadState,
  type User,
} from '@chatwright/protocol'
import type { Environment } from './environment.ts'
import type { Composed, SayOptions } from './composing.ts'
import { keepList } from './keep-list.ts'
import type { Outbox } from './outbox.ts'
import type { Timings } from './timings.ts'
import type { UnsentMessage, UnsentStore } from './unsent-store.ts'

/**
 * A message of the person that the thread does not show yet. `sending`: just sent; `unsent`: for more than a second and
 * not acknowledged, or there is no line; `failed`: refused, with the `error`; it stays until it is sent again or
 * discarded.
 */
export interface PendingMessage {
  /** The id it will have in the thread. */
  id: string
  /** The id of the run it asks for. */
  runId: string
  author: string
  text: string
  metadata: JsonObject
  /** What was chosen in the composer. */
  composed: Composed
  /** What is attached to it. */
  files: readonly FileInfo[]
  /** Milliseconds since 1970, of this machine's clock. */
  createdAt: number
  delivery: 'sending' | 'unsent' | 'failed'
  error: PublicError | null
}

/** What own messages know of their thread. */
export interface OwnMessagesContext {
  readonly threadId: string
  readonly outbox: Outbox
  readonly environment: Environment
  readonly timings: Timings
  readonly unsent: UnsentStore
  user(): User | null
  isNewThread(): boolean
  onChange(): void
}

interface Own {
  shown: PendingMessage
  isStopped: boolean
  isAcknowledged: boolean
  /** Whether it may have reached the server before: then "sent before" is good news. */
  isRepeat: boolean
  cancelTimer: (() => void) | null
  forget: () => void
}

/** What the person said in a thread and the thread does not show yet. */
export class OwnMessages {
  readonly #context: OwnMessagesContext
  readonly #messages = new Map<string, Own>()
  #shown: readonly PendingMessage[] = []

  constructor(context: OwnMessagesContext) {
    this.#context = context
  }

  /** Whether something waits for the server: then the thread must be there. */
  get areUnsent(): boolean {
    return [...this.#messages.values()].some((own) => !own.isAcknowledged && own.shown.delivery !== 'failed')
  }

  get areThere(): boolean {
    return this.#messages.size > 0
  }

  /** The runs that were asked for and may still begin. */
  get awaitedRunIds(): string[] {
    return [...this.#messages.values()].filter((own) => own.shown.delivery !== 'failed').map((own) => own.shown.runId)
  }

  send(text: string, metadata: JsonObject, { files = [], ...composed }: SayOptions): PendingMessage {
    if (text.trim() === '' && composed.command === undefined && files.length === 0)
      throw new ChatwrightError('bad_request', 'The message is empty.', { fix: 'Write something.' })
    const { environment } = this.#context
    const shown: PendingMessage = {
      id: newId(),
      runId: newId(),
      author: this.#context.user()?.name ?? '',
      text,
      metadata,
      composed,
      files,
      createdAt: environment.now(),
      delivery: 'sending',
      error: null,
    }
    this.#add(shown, false)
    return shown
  }

  /** Takes up what was left unsent before a reload. */
  restore(message: UnsentMessage): void {
    if (this.#messages.has(message.id)) return
    const { id, runId, text, metadata, composed = {}, files = [], createdAt, error, isStopped } = message
    const author = this.#context.user()?.name ?? ''
    const delivery = error ? 'failed' : 'unsent'
    this.#add({ id, runId, author, text, metadata, composed, files, createdAt, delivery, error }, true, isStopped)
  }

  /** Sends a failed message again, as the same message with a new run. */
  retry(messageId: string): void {
    const own = this.#messages.get(messageId)
    if (own?.shown.delivery !== 'failed') return
    own.isStopped = false
    own.isRepeat = true
    this.#show(own, { runId: newId(), delivery: 'sending', error: null })
    this.#post(own)
  }

  /** Forgets a failed message. */
  discard(messageId: string): void {
    const own = this.#messages.get(messageId)
    if (own?.shown.delivery === 'failed') this.#remove(own)
  }

  /** Remembers that the run of a message was stopped, also over a reload. */
  markStopped(runId: string): void {
    for (const own of this.#messages.values()) {
      if (own.shown.runId !== runId) continue
      own.isStopped = true
      this.#keep(own)
    }
  }

  /**
   * Lets go of what `state`, the thread as it is shown, has by now, and gives the rest, in order: the same array until
   * something changed.
   */
  beside(state: ThreadState): readonly PendingMessage[] {
    if (this.#messages.size > 0) {
      for (const message of state.messages) {
        const own = message.role === 'user' ? this.#messages.get(message.id) : undefined
        if (own) this.#remove(own)
      }
    }
    const next = [...this.#messages.values()].map((own) => own.shown)
    this.#shown = keepList(this.#shown, next)
    return this.#shown
  }

  close(): void {
    for (const own of this.#messages.values()) own.cancelTimer?.()
  }

  #add(shown: PendingMessage, isRepeat: boolean, isStopped = false): void {
    const own: Own = { shown, isStopped, isAcknowledged: false, isRepeat, cancelTimer: null, forget: () => {} }
    this.#messages.set(shown.id, own)
    this.#keep(own)
    if (shown.delivery !== 'failed') this.#post(own)
  }

  #post(own: Own): void {
    const { outbox, environment, timings, threadId } = this.#context
    const { id, runId, text, metadata, composed, files } = own.shown
    own.cancelTimer?.()
    own.cancelTimer = environment.setTimer(() => {
      if (own.isAcknowledged || own.shown.delivery !== 'sending') return
      this.#show(own, { delivery: 'unsent' })
      this.#context.onChange()
    }, timings.unsentMs)
    const refusal = tooLarge(text, metadata)
    if (refusal) {
      this.#fail(own, refusal)
      return
    }
    let hasGone = false
    const hasMetadata = Object.keys(metadata).length > 0
    const fileIds = files.map((file) => file.id)
    own.forget = outbox.post(
      'send',
      {
        threadId,
        messageId: id,
        runId,
        text,
        ...(hasMetadata ? { metadata } : {}),
        ...composed,
        ...(fileIds.length > 0 ? { fileIds } : {}),
      },
      {
        onAnswer: (answer) => this.#onAnswer(own, answer),
        onTry: () => {
          own.isRepeat ||= hasGone
          hasGone = true
        },
      },
    )
  }

  #onAnswer(own: Own, answer: Answer<'send'>): void {
    if (answer.ok || (own.isRepeat && answer.error.code === 'id_taken')) {
      own.isAcknowledged = true
      if (own.shown.delivery === 'unsent') this.#show(own, { delivery: 'sending' })
      this.#context.unsent.remove(own.shown.id)
    } else {
      this.#fail(own, answer.error)
    }
    this.#context.onChange()
  }

  #fail(own: Own, error: PublicError): void {
    this.#show(own, { delivery: 'failed', error })
    this.#keep(own)
  }

  #show(own: Own, change: Partial<PendingMessage>): void {
    own.shown = { ...own.shown, ...change }
  }

  #remove(own: Own): void {
    own.cancelTimer?.()
    own.forget()
    this.#messages.delete(own.shown.id)
    this.#context.unsent.remove(own.shown.id)
  }

  #keep(own: Own): void {
    const { unsent, threadId } = this.#context
    const { id, runId, text, metadata, composed, files, createdAt, error } = own.shown
    const userId = this.#context.user()?.id
    if (userId === undefined || own.isAcknowledged) return
    const isNewThread = this.#context.isNewThread()
    const { isStopped } = own
    const kept = { id, runId, threadId, isNewThread, userId, text, metadata, composed, files }
    unsent.put({ ...kept, createdAt, isStopped, error })
  }
}

/** What the server would refuse is refused here: a packet that is too large would cost the line. */
function tooLarge(text: string, metadata: JsonObject): PublicError | null {
  if (text.length > limits.messageCharacters) {
    const fix = `Keep it below ${limits.messageCharacters} characters.`
    return { code: 'too_large', message: `The message has ${text.length} characters.`, fix }
  }
  const sizeBytes = new TextEncoder().encode(JSON.stringify(metadata)).length
  if (sizeBytes <= limits.metadataBytes) return null
  return { code: 'too_large', message: `The message's metadata has ${sizeBytes} bytes.` }
}
