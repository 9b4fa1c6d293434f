import {
  errorCodes,
  limits,
  newId,
  type Answer,
  type CommandInput,
  type CommandName,
  type PublicError,
} from '@chatwright/protocol'
import type { Environment } from './environment.ts'
import type { Timings } from './timings.ts'

/** A command without its id: the outbox makes that. */
export type CommandBody<Name extends CommandName> = Omit<CommandInput<Name>, 'id'>

/** How a command is treated while it is unanswered. */
export interface PostOptions<Name extends CommandName> {
  onAnswer(answer: Answer<Name>): void
  /** Send it again as often, with the same id, until it is answered. */
  resendMs?: number
  /** Told each time it goes out: 1 for the first time on this line. */
  onTry?(tries: number): void
  /** How often an answer that says "later" is followed by another try. Default 4. */
  retries?: number
}

/** The line commands go out on. */
export interface CommandLine {
  readonly isOnline: boolean
  readonly heardAt: number
  command(name: string, body: unknown, onAnswer: (answer: Answer<CommandName>) => void): boolean
  restart(): void
}

interface Entry {
  name: CommandName
  body: { id: string }
  onAnswer(answer: Answer<CommandName>): void
  resendMs: number | undefined
  onTry: ((tries: number) => void) | undefined
  retriesLeft: number
  retries: number
  tries: number
  /** When it went out first on this line. */
  sentAt: number
  /** Whether it waits to be tried again after an answer that said "later". */
  isWaiting: boolean
  cancelTimer: (() => void) | null
}

/**
 * Commands that are not answered yet, in the order they were given. They go out at once while there is a line, and all
 * of them again, with the ids they had, when there is a new one: the server answers a command it has seen as it did the
 * first time.
 */
export class Outbox {
  readonly #line: CommandLine
  readonly #environment: Environment
  readonly #timings: Timings
  readonly #entries = new Set<Entry>()

  constructor(line: CommandLine, environment: Environment, timings: Timings) {
    this.#line = line
    this.#environment = environment
    this.#timings = timings
  }

  /** Sends a command, now or when there is a line. Gives the way to forget about it. */
  post<Name extends CommandName>(name: Name, body: CommandBody<Name>, options: PostOptions<Name>): () => void {
    const entry: Entry = {
      name,
      body: { ...body, id: newId() },
      onAnswer: (answer) => options.onAnswer(answer as Answer<Name>),
      resendMs: options.resendMs,
      onTry: options.onTry,
      retriesLeft: options.retries ?? 4,
      retries: 0,
      tries: 0,
      sentAt: 0,
      isWaiting: false,
      cancelTimer: null,
    }
    const refusal = tooLarge(entry.body)
    if (refusal) {
      queueMicrotask(() => options.onAnswer({ ok: false, error: refusal }))
      return () => {}
    }
    this.#entries.add(entry)
    this.#emit(entry)
    return () => this.#settle(entry)
  }

  /** There is a line: everything unanswered goes out, in order. */
  onOnline(): void {
    for (const entry of this.#entries) {
      entry.tries = 0
      this.#emit(entry)
    }
  }

  onOffline(): void {
    for (const entry of this.#entries) this.#setTimer(entry, null)
  }

  /** Forgets everything. */
  close(): void {
    for (const entry of this.#entries) this.#settle(entry)
  }

  #emit(entry: Entry): void {
    this.#setTimer(entry, null)
    entry.isWaiting = false
    const hasLeft = this.#line.command(entry.name, entry.body, (answer) => this.#onAnswer(entry, answer))
    if (!hasLeft) return
    entry.tries++
    if (entry.tries === 1) entry.sentAt = this.#environment.elapsed()
    this.#setTimer(entry, () => this.#onUnanswered(entry), entry.resendMs ?? this.#timings.silenceMs)
    entry.onTry?.(entry.tries)
  }

  /** A server that is only slow is heard otherwise; a line on which nothing is heard is dead. */
  #onUnanswered(entry: Entry): void {
    const { silenceMs } = this.#timings
    const quietMs = this.#environment.elapsed() - Math.max(this.#line.heardAt, entry.sentAt)
    if (quietMs >= silenceMs) this.#line.restart()
    else if (entry.resendMs !== undefined) this.#emit(entry)
    else this.#setTimer(entry, () => this.#onUnanswered(entry), silenceMs - quietMs)
  }

  #onAnswer(entry: Entry, answer: Answer<CommandName>): void {
    if (!this.#entries.has(entry) || entry.isWaiting) return
    if (answer.ok || !errorCodes[answer.error.code]?.retry || entry.retriesLeft === 0) {
      this.#settle(entry)
      entry.onAnswer(answer)
      return
    }
    // An answer that says "later" means that nothing was done, and belongs to its id: the next try needs another.
    entry.body = { ...entry.body, id: newId() }
    entry.isWaiting = true
    entry.retriesLeft--
    const { retryMinMs, retryMaxMs } = this.#timings
    this.#setTimer(entry, () => this.#emit(entry), Math.min(retryMaxMs, retryMinMs * 2 ** entry.retries++))
  }

  #settle(entry: Entry): void {
    this.#setTimer(entry, null)
    this.#entries.delete(entry)
  }

  #setTimer(entry: Entry, run: (() => void) | null, ms = 0): void {
    entry.cancelTimer?.()
    entry.cancelTimer = run && this.#environment.setTimer(run, ms)
  }
}

/** The server closes the line at a packet above its limit, so such a command must not be sent, and sent, and sent. */
function tooLarge(body: object): PublicError | null {
  const sizeBytes = new TextEncoder().encode(JSON.stringify(body)).length
  if (sizeBytes <= limits.packetBytes - 1_024) return null
  return { code: 'too_large', message: `This is too long to be sent: ${sizeBytes} bytes of ${limits.packetBytes}.` }
}
