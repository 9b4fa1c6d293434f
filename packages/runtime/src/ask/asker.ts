import {
  ChatwrightError,
  newId,
  type Ask,
  type AskAnswer,
  type Element,
  type LocalText,
  type Message,
  type ToHost,
} from '@chatwright/protocol'
import type { Lane } from '../run/lane.ts'
import type { Run } from '../run/run.ts'

/** What is asked, as its kind needs it. */
export type Question = Pick<Ask, 'kind' | 'options' | 'rules' | 'form' | 'call' | 'elementId' | 'outcome'> & {
  messageId: string
}

/** An answer, and where its files are. */
export interface Given {
  askId: string
  answer: AskAnswer
  paths: Record<string, string>
  /** The message that says it, of words. */
  message?: Message
  /** What the person attached to their words. */
  attached?: readonly Element[]
}

type Over = Extract<ToHost, { type: 'answer' }>

/** The questions one run waits with. The gateway decides how each ends; it is heard of by its frame. */
export class Asker {
  readonly #run: Run
  readonly #open = new Map<string, (over: Over) => void>()

  constructor(run: Run) {
    this.#run = run
  }

  /**
   * Puts a question and waits for the answer. Rejects with `ask_skipped` or `ask_expired`, with the reason when the lane is
   * interrupted, and with that of `signal`: then the question is withdrawn.
   */
  async ask(question: Question, lane: Lane, timeoutMs: number | null, signal?: AbortSignal): Promise<Given> {
    signal?.throwIfAborted()
    const id = newId()
    const now = this.#run.clock.now()
    const ask: Ask = {
      ...question,
      id,
      runId: this.#run.id,
      status: 'open',
      answer: null,
      askedAt: now,
      expiresAt: timeoutMs === null ? null : now + timeoutMs,
      endedAt: null,
    }
    const over = new Promise<Over>((resolve) => this.#open.set(id, resolve))
    this.#run.emit({ type: 'ask-start', runId: this.#run.id, askId: id, ask })
    try {
      const outcome = await lane.wait(signal === undefined ? over : orAborted(over, signal))
      this.#open.delete(id)
      const { status, answer, paths = {}, attached = [], message } = outcome
      if (answer !== null) return { askId: id, answer, paths, attached, ...(message ? { message } : {}) }
      throw status === 'expired' ? expired(timeoutMs ?? 0) : skipped()
    } finally {
      // Still open: a step was stopped around it, or its signal aborted. Behind the fence this says nothing.
      if (this.#open.delete(id)) this.#withdraw(id)
    }
  }

  /** Says of a question how it ended, in the app's words. */
  tell(askId: string, answered: LocalText): void {
    this.#run.emit({ type: 'ask-update', runId: this.#run.id, askId, answered })
  }

  /** The gateway says that a question is over. */
  hear(over: Over): void {
    this.#open.get(over.askId)?.(over)
  }

  #withdraw(askId: string): void {
    this.#run.emit({ type: 'ask-end', runId: this.#run.id, askId, status: 'skipped', answer: null })
  }
}

/** Whether an error says that a question went unanswered: that is an outcome, and no failure. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof ChatwrightError && (error.code === 'ask_skipped' || error.code === 'ask_expired')
}

/** Waits for `promise`, or for the signal to be aborted: then it rejects with its reason. Leaves no listener behind. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

function expired(timeoutMs: number): ChatwrightError {
  return new ChatwrightError('ask_expired', `There was no answer within ${timeoutMs} ms.`, {
    fix: 'Catch it, or say with `otherwise` what to go on with.',
  })
}

function skipped(): ChatwrightError {
  return new ChatwrightError('ask_skipped', 'The question was skipped.', {
    fix: 'Catch it, or say with `otherwise` what to go on with.',
  })
}
