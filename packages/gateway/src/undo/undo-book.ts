import type { UndoFromHost, UndoRecord } from '@chatwright/protocol'
import type { Logger } from '../logger.ts'
import type { Store } from '../ports/index.ts'
import type { UndoEntry, UndoHost } from './undo-entry.ts'

type Undone = Extract<UndoFromHost, { type: 'undone' }>
type Answer = Undone | 'lost' | 'late'

/** A host answers within 5 s by itself; a blocked one never does. In milliseconds. */
const answerMs = 7_000
/** A host whose loop has stood still for this long when its time is over is ended. */
const blockedMs = 2_000
/** A host that lags so far behind is asked for nothing. */
const lateMs = 400
/** One that has cost so many hosts their life is given up. */
const mostAttempts = 2

/** What an {@link UndoBook} is made with. */
export interface UndoBookOptions {
  store: Pick<Store, 'putUndo' | 'removeUndo' | 'undos'>
  logger: Logger
  /** Calls back once, when a host becomes ready; starts one when there is none. */
  whenReady(callback: () => void): void
}

/**
 * What the runs of all hosts want undone. Their hosts do it when a run is over and say so; what a host that is lost
 * leaves, another one is asked to do, run by run from the last registered to the first. What is left when the process
 * dies is in the store, and done after the next start.
 *
 * Nothing of a thread waits for it.
 */
export class UndoBook {
  readonly #options: UndoBookOptions
  readonly #entries = new Map<string, UndoEntry>()
  readonly #hosts = new Set<UndoHost>()
  /** Runs whose leftovers are being undone. */
  readonly #busy = new Set<string>()
  readonly #asked = new Map<string, { host: UndoHost; resolve(answer: Answer): void }>()
  readonly #writes = new Set<Promise<void>>()
  #waitsForHost = false
  #isClosed = false

  constructor(options: UndoBookOptions) {
    this.#options = options
  }

  /** Takes up what the process before this one left; the first host that becomes ready is asked to do it. */
  async recover(): Promise<void> {
    for (const record of await this.#options.store.undos()) {
      if (!this.#entries.has(record.id)) this.#enter(record, null, Promise.resolve())
    }
    if (this.#entries.size > 0) {
      this.#options.logger.info({ undos: this.#entries.size }, 'undos are left from before; a host will see to them')
    }
  }

  onFrame(host: UndoHost, frame: UndoFromHost): void {
    switch (frame.type) {
      case 'undo-add':
        return this.#add(host, frame.undo)
      case 'undo-drop':
        return this.#forget(frame.undoId)
      case 'undone':
        return this.#asked.get(frame.undoId)?.resolve(frame)
    }
  }

  onReady(host: UndoHost): void {
    this.#hosts.add(host)
    // It may be another version of the app.
    for (const entry of this.#entries.values()) entry.isUnknown = false
    this.#carryOut()
  }

  onGone(host: UndoHost): void {
    this.#hosts.delete(host)
    for (const asked of this.#asked.values()) if (asked.host === host) asked.resolve('lost')
    // Not earlier: its code could still be at what is to be undone.
    void host.ended.then(() => {
      for (const entry of this.#entries.values()) if (entry.holder === host) entry.holder = null
      this.#carryOut()
    })
  }

  /** Stops carrying out; what is left stays in the store. Resolves when all is written. */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const asked of this.#asked.values()) asked.resolve('lost')
    while (this.#writes.size > 0) await Promise.all(this.#writes)
    if (this.#entries.size > 0) {
      this.#options.logger.warn({ undos: this.#entries.size }, 'undos are left for the next start')
    }
  }

  #add(host: UndoHost, record: UndoRecord): void {
    if (typeof record.id !== 'string' || typeof record.runId !== 'string') throw new TypeError('an undo without ids')
    const stored = this.#write(record, 'cannot be stored; it is lost if this process dies', () =>
      this.#options.store.putUndo(record),
    )
    const isLost = host.status === 'gone'
    this.#enter(record, isLost ? null : host, stored)
    if (isLost) void host.ended.then(() => this.#carryOut())
    else void stored.then(() => host.post({ type: 'undo-noted', undoId: record.id }))
  }

  #enter(record: UndoRecord, holder: UndoHost | null, stored: Promise<void>): void {
    this.#entries.set(record.id, { record, holder, attempts: 0, isUnknown: false, stored })
  }

  #forget(undoId: string): void {
    const entry = this.#entries.get(undoId)
    if (!entry) return
    this.#entries.delete(undoId)
    void this.#write(entry.record, 'cannot be removed from the store; it will be carried out again', async () => {
      await entry.stored
      await this.#options.store.removeUndo(undoId)
    })
  }

  /** Writes to the store. Never rejects: an undo goes on without. */
  #write(record: UndoRecord, problem: string, work: () => Promise<void>): Promise<void> {
    const writing = (async () => {
      try {
        await work()
      } catch (error) {
        this.#options.logger.error({ ...idsOf(record), err: error }, `undo ${record.name} ${problem}`)
      }
    })()
    this.#writes.add(writing)
    void writing.then(() => this.#writes.delete(writing))
    return writing
  }

  /** Begins with every run that has something left and is not being seen to. */
  #carryOut(): void {
    if (this.#isClosed) return
    for (const { record, holder, isUnknown } of [...this.#entries.values()]) {
      if (holder !== null || isUnknown || this.#busy.has(record.runId)) continue
      this.#busy.add(record.runId)
      void this.#undoRun(record.runId).finally(() => {
        this.#busy.delete(record.runId)
        if (!this.#waitsForHost && this.#next(record.runId)) this.#carryOut()
      })
    }
  }

  async #undoRun(runId: string): Promise<void> {
    for (let entry = this.#next(runId); entry && !this.#isClosed; entry = this.#next(runId)) {
      const host = this.#pick()
      if (!host) return this.#waitForHost()
      entry.attempts++
      this.#conclude(entry, host, await this.#ask(host, entry.record))
    }
  }

  /** What a run registered last, of what nobody else will see to. */
  #next(runId: string): UndoEntry | null {
    let last: UndoEntry | null = null
    for (const entry of this.#entries.values()) {
      if (entry.record.runId !== runId || entry.holder !== null || entry.isUnknown) continue
      if (last === null || entry.record.order > last.record.order) last = entry
    }
    return last
  }

  #pick(): UndoHost | null {
    for (const host of this.#hosts) if (host.status === 'ready' && host.blockedMs() <= lateMs) return host
    return null
  }

  #waitForHost(): void {
    if (this.#waitsForHost) return
    this.#waitsForHost = true
    this.#options.whenReady(() => {
      this.#waitsForHost = false
      this.#carryOut()
    })
  }

  #ask(host: UndoHost, record: UndoRecord): Promise<Answer> {
    return new Promise<Answer>((resolve) => {
      const timer = setTimeout(() => resolve('late'), answerMs)
      this.#asked.set(record.id, {
        host,
        resolve: (answer) => {
          clearTimeout(timer)
          resolve(answer)
        },
      })
      host.post({ type: 'undo', undo: record })
    }).finally(() => this.#asked.delete(record.id))
  }

  #conclude(entry: UndoEntry, host: UndoHost, answer: Answer): void {
    const { record, attempts } = entry
    const { logger } = this.#options
    const about = { ...idsOf(record), from: 'app' }
    if (answer === 'lost') {
      if (attempts < mostAttempts || this.#isClosed) return
      logger.error(about, `undo ${record.name} is given up: ${attempts} hosts were lost over it`)
    } else if (answer === 'late') {
      logger.error(about, `undo ${record.name} is given up: there was no answer within ${answerMs} ms`)
      if (host.blockedMs() >= blockedMs) void host.kill(`its loop was blocked by undo ${record.name}`)
    } else if (answer.outcome === 'unknown') {
      // It stays: a version of the app that knows it may come.
      entry.isUnknown = true
      logger.error(about, `undo ${record.name} is not declared by this app; it is kept for one that does`)
      return
    } else if (answer.outcome === 'failed') {
      logger.error({ ...about, detail: answer.detail }, `undo ${record.name} failed`)
    } else {
      logger.info(about, `undo ${record.name} was carried out for a lost host`)
    }
    this.#forget(record.id)
  }
}

function idsOf({ threadId, runId, id }: UndoRecord): { threadId: string; runId: string; undoId: string } {
  return { threadId, runId, undoId: id }
}
