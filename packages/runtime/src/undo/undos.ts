import { ChatwrightError, newId, type FromHost, type Json, type UndoRecord } from '@chatwright/protocol'
import { toPlainJson } from '../chat/plain-json.ts'
import { describeFailure } from '../host/failure.ts'
import { within, type Clock } from '../run/clock.ts'
import type { Log } from '../run/log.ts'
import type { Run } from '../run/run.ts'
import type { RegisteredUndo, UndoHandler } from './undo-declaration.ts'
import type { UndoTable } from './undo-table.ts'

/** How long the gateway may take to note one, and how long one may take to be carried out, in milliseconds. */
const noteMs = 5_000
const carryOutMs = 5_000

/** What undos need of their host. */
export interface UndosHost {
  readonly clock: Clock
  readonly log: Log
  post(frame: FromHost): void
}

/**
 * The undos of a host: registered by its runs and carried out when these are over, or, for a host that was lost, asked
 * for by the gateway. Every one is on record there from its registration until it was carried out.
 */
export class Undos {
  readonly #table: UndoTable
  readonly #host: UndosHost
  readonly #unnoted = new Map<string, () => void>()
  #order = 0

  constructor(table: UndoTable, host: UndosHost) {
    this.#table = table
    this.#host = host
  }

  /** Registers one: in this very call it is among what the run puts away and on its way to the gateway. */
  async register(run: Run, threadId: string, name: unknown, args: unknown): Promise<RegisteredUndo> {
    const handler = this.#find(name)
    const record = this.#record(run, threadId, name as string, args)
    let isWanted = true
    const drop = (): void => {
      if (!isWanted) return
      isWanted = false
      this.#host.post({ type: 'undo-drop', undoId: record.id })
    }
    const noted = new Promise<void>((resolve) => this.#unnoted.set(record.id, resolve))
    this.#host.post({ type: 'undo-add', undo: record })
    run.cleanup.add(
      named(`undo ${record.name}`, async (signal) => {
        if (!isWanted) return
        try {
          await call(handler, record, { signal, isRecovery: false })
        } finally {
          drop()
        }
      }),
    )
    const outcome = await within(this.#host.clock, noteMs, noted)
    this.#unnoted.delete(record.id)
    if (outcome.late) {
      this.#host.log('warn', `undo ${record.name} was not noted within ${noteMs} ms; only this host knows of it.`, {
        runId: run.id,
      })
    }
    return { name: record.name, cancel: drop }
  }

  /** The gateway has it on record. */
  noted(undoId: string): void {
    this.#unnoted.get(undoId)?.()
  }

  /** Carries out what a lost host left, and answers. Never rejects. */
  async carryOut(record: UndoRecord): Promise<void> {
    const answer = (outcome: 'done' | 'failed' | 'unknown', detail: string | null): void =>
      this.#host.post({ type: 'undone', undoId: record.id, outcome, detail })
    const handler = this.#table.get(record.name)
    if (handler === undefined) return answer('unknown', null)
    const ending = new AbortController()
    try {
      const working = (async () => call(handler, record, { signal: ending.signal, isRecovery: true }))()
      const outcome = await within(this.#host.clock, carryOutMs, working)
      if (outcome.late) answer('failed', `It took longer than ${carryOutMs} ms.`)
      else answer('done', null)
    } catch (error) {
      answer('failed', describeFailure(error, false).detail)
    } finally {
      ending.abort(new ChatwrightError('run_ended', 'The time for this undo is over.'))
    }
  }

  #find(name: unknown): UndoHandler<unknown> {
    const handler = typeof name === 'string' ? this.#table.get(name) : undefined
    if (handler !== undefined) return handler
    const { names } = this.#table
    const there = names.length === 0 ? 'It declares none.' : `There are: ${names.join(', ')}.`
    throw new ChatwrightError('bad_option', `chat.deferUndo: the app declares no undo ${String(name)}. ${there}`, {
      fix: "Declare it where the app is made: app.undo('release-gpu', async ({ id }) => { … }).",
    })
  }

  #record(run: Run, threadId: string, name: string, args: unknown): UndoRecord {
    const record: UndoRecord = {
      id: newId(),
      threadId,
      runId: run.id,
      name,
      order: this.#order++,
      at: this.#host.clock.now(),
    }
    if (args === undefined) return record
    const plain: Json | undefined = toPlainJson(args)
    if (plain !== undefined) return { ...record, args: plain }
    throw new ChatwrightError('bad_option', `chat.deferUndo: ${name}: its arguments are not what JSON can hold.`, {
      fix: 'Give ids and plain values: another worker, or another process, may have to undo it.',
    })
  }
}

function call(
  handler: UndoHandler<unknown>,
  { threadId, runId, at, args }: UndoRecord,
  how: { signal: AbortSignal; isRecovery: boolean },
): unknown {
  return handler(args, { threadId, runId, registeredAt: at, ...how })
}

function named<F extends object>(name: string, work: F): F {
  return Object.defineProperty(work, 'name', { value: name, configurable: true })
}
