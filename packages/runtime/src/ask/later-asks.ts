import { ChatwrightError, newId, type Ask, type JsonObject } from '@chatwright/protocol'
import { plainEntries } from '../chat/plain-json.ts'
import type { Run } from '../run/run.ts'
import type { PendingAsk } from './chat-ask.ts'
import type { LaterKind } from './later-ask.ts'
import type { LaterTable } from './later-table.ts'
import { check, type Asked } from './questions.ts'

/** The questions of a thread that nobody waits with, as one run sees them: those there were, and those it puts. */
export class LaterAsks {
  readonly #run: Run
  readonly #table: LaterTable
  readonly #open: Map<string, Ask>

  constructor(run: Run, table: LaterTable, open: readonly Ask[] = []) {
    this.#run = run
    this.#table = table
    this.#open = new Map(open.map((ask) => [ask.id, ask]))
  }

  get pending(): PendingAsk[] {
    return [...this.#open.values()].map(({ id, later, askedAt, expiresAt }) => ({
      id,
      key: later?.key ?? '',
      context: structuredClone(later?.context ?? {}),
      askedAt,
      expiresAt,
    }))
  }

  /** Throws `bad_option` when nobody would hear of the answer, or `context` is no JSON. */
  check({ key }: LaterKind, context: Record<string, unknown>): JsonObject {
    if (!this.#table.keys.includes(key)) {
      throw new ChatwrightError('bad_option', `chat.ask.later: nobody hears of the answer to '${key}'.`, {
        fix: 'Register app.onAskAnswered(…) for it when the app is made.',
      })
    }
    const { plain, left } = plainEntries(context)
    check(`context: ${left.join(', ')}`, left.length === 0, 'JSON values', 'something else')
    return plain
  }

  put(question: Asked & { messageId: string }, key: string, context: JsonObject, timeoutMs: number | null): string {
    const now = this.#run.clock.now()
    const ask: Ask = {
      ...question,
      id: newId(),
      runId: this.#run.id,
      later: { key, context },
      status: 'open',
      answer: null,
      askedAt: now,
      expiresAt: timeoutMs === null ? null : now + timeoutMs,
      endedAt: null,
    }
    this.#open.set(ask.id, ask)
    this.#run.emit({ type: 'ask-start', runId: this.#run.id, askId: ask.id, ask })
    return ask.id
  }

  /** One that is not open, or none at all, is left alone. */
  withdraw(askId: string): void {
    if (!this.#open.delete(askId)) return
    this.#run.emit({ type: 'ask-end', runId: this.#run.id, askId, status: 'skipped', answer: null })
  }
}
