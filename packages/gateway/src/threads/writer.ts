import type { JsonObject, RunKind, ThreadEvent, ThreadState } from '@chatwright/protocol'
import type { Store } from '../ports/index.ts'
import type { Logger } from '../logger.ts'
import { Changes } from './changes.ts'
import type { Turns } from './turns.ts'

/** How long partial text waits before it is brought to the store: it is never a second behind. */
const partialEveryMs = 800
/** How often a write is tried, and the pauses between. */
const retryPausesMs = [50, 250, 1_000]

/** What writers share. */
export interface WriterServices {
  readonly store: Store
  readonly logger: Logger
  readonly turns: Turns
}

/** Whose thread it is; what the store needs beside the state. */
export interface ThreadOwner {
  threadId: string
  userId: string
  createdAt: number
  updatedAt?: number
}

/**
 * Brings a thread's changes to the store, one write after the other. It remembers what changed, not each change, so it
 * holds no more than the thread itself, and a write that failed is part of the next one.
 */
export class Writer {
  readonly #store: Store
  readonly #owner: ThreadOwner
  readonly #logger: Logger
  readonly #turns: Turns
  readonly #read: () => ThreadState
  readonly #changes = new Changes()
  #values: JsonObject | null = null
  #isDirty = false
  #isStarted: boolean
  #isClosed = false
  #timer: NodeJS.Timeout | null = null
  #isSoonQueued = false
  #updatedAt: number
  #writing: Promise<void> | null = null
  #next: Promise<void> | null = null

  /** `isStarted`: whether the thread is in the store already; one that is not is kept back until `begin`. */
  constructor(
    owner: ThreadOwner,
    read: () => ThreadState,
    isStarted: boolean,
    { store, logger, turns }: WriterServices,
  ) {
    this.#store = store
    this.#owner = owner
    this.#read = read
    this.#isStarted = isStarted
    this.#logger = logger
    this.#turns = turns
    this.#updatedAt = owner.updatedAt ?? owner.createdAt
  }

  /** When something was last said in the thread. */
  get updatedAt(): number {
    return this.#updatedAt
  }

  get isStarted(): boolean {
    return this.#isStarted
  }

  /** The person said something: from here on the thread is kept. */
  begin(): void {
    this.#isStarted = true
  }

  /** Notes what an event changed; `state` is the thread after it. */
  note(event: ThreadEvent, before: ThreadState, state: ThreadState): void {
    this.#isDirty = true
    const hurry = this.#changes.note(event, before, state)
    if (hurry === 'later') this.#later()
    if (hurry !== 'soon') return
    if (isNews(event)) this.#updatedAt = event.at
    this.#soon()
  }

  setValues(values: JsonObject): void {
    this.#values = values
    this.#isDirty = true
    this.#soon()
  }

  /** Resolves when all noted until now is stored. Rejects with what the store said after the last try. */
  flush(): Promise<void> {
    if (!this.#isStarted || this.#isClosed) return Promise.resolve()
    if (this.#writing) {
      this.#next ??= this.#writing.catch(() => {}).then(() => this.#begin())
      return this.#next
    }
    return this.#begin()
  }

  /** Stores what is noted, and nothing after it: the store is about to be closed. Never rejects. */
  async close(): Promise<void> {
    await this.flush().catch(() => {})
    await this.abandon()
  }

  /** Nothing is written after this: the thread is deleted. Resolves when a write under way is through. */
  async abandon(): Promise<void> {
    this.#isClosed = true
    if (this.#timer) clearTimeout(this.#timer)
    await this.#writing?.catch(() => {})
  }

  #begin(): Promise<void> {
    this.#next = null
    if (this.#writing) return this.flush()
    if (!this.#isDirty || this.#isClosed) return Promise.resolve()
    const writing = this.#write().finally(() => {
      this.#writing = null
    })
    this.#writing = writing
    return writing
  }

  async #write(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    for (let attempt = 0; ; attempt++) {
      const state = this.#read()
      const noted = this.#take(state)
      try {
        await this.#store.write({
          ...this.#owner,
          seq: state.seq,
          title: state.title,
          branchId: state.branchId,
          updatedAt: this.#updatedAt,
          ...noted.write,
        })
        return
      } catch (error) {
        noted.putBack()
        const pauseMs = retryPausesMs[attempt]
        this.#logger.warn({ threadId: this.#owner.threadId, attempt, err: error }, 'the store did not take a write')
        if (pauseMs === undefined || this.#isClosed) throw error
        await new Promise((resolve) => setTimeout(resolve, pauseMs))
      }
    }
  }

  #take(state: ThreadState) {
    const { write, putBack } = this.#changes.take(state)
    const values = this.#values
    this.#values = null
    this.#isDirty = false
    return {
      write: { ...write, ...(values ? { values } : {}) },
      putBack: (): void => {
        putBack()
        this.#values ??= values
        this.#isDirty = true
      },
    }
  }

  #soon(): void {
    if (this.#isSoonQueued || !this.#isStarted) return
    this.#isSoonQueued = true
    setImmediate(() => {
      this.#isSoonQueued = false
      this.#flushQuietly()
    })
  }

  #later(): void {
    if (!this.#isStarted) return
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      this.#turns.add(() => this.#flushQuietly())
    }, partialEveryMs)
  }

  #flushQuietly(): void {
    this.flush().catch((error: unknown) => {
      this.#logger.error(
        { threadId: this.#owner.threadId, err: error },
        'a thread could not be stored; it is tried again',
      )
      this.#later()
    })
  }
}

const quietKinds: ReadonlySet<RunKind> = new Set(['feedback', 'feedback-removed', 'upload'])

/** Whether something was said or begun; what is thought of an answer moves no thread up in the list. */
function isNews(event: ThreadEvent): boolean {
  if (event.type === 'run-start') return !quietKinds.has(event.run.kind)
  return event.type === 'message-end'
}
