import type { JsonObject, Message, Run, Step, ThreadEvent, ThreadState } from '@chatwright/protocol'
import type { Placed, Store } from '../ports/index.ts'
import type { Logger } from '../logger.ts'
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
  /** Changed things, each with the number of the event that first showed it. */
  readonly #messages = new Map<string, number>()
  readonly #steps = new Map<string, number>()
  readonly #runs = new Map<string, number>()
  readonly #removedMessages = new Set<string>()
  readonly #removedSteps = new Set<string>()
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
    switch (event.type) {
      case 'message-delta':
        this.#noteMessage(event.messageId, event.seq)
        this.#later()
        return
      case 'step-delta':
        this.#steps.set(event.stepId, this.#steps.get(event.stepId) ?? event.seq)
        this.#later()
        return
      case 'message-start':
      case 'message-update':
      case 'message-end':
        this.#noteMessage(event.messageId, event.seq)
        break
      case 'message-remove':
        this.#removedMessages.add(event.messageId)
        this.#messages.delete(event.messageId)
        break
      case 'step-start':
      case 'step-update':
      case 'step-end':
        this.#steps.set(event.stepId, this.#steps.get(event.stepId) ?? event.seq)
        break
      case 'run-start':
      case 'run-update':
        this.#runs.set(event.runId, this.#runs.get(event.runId) ?? event.seq)
        break
      case 'step-remove':
      case 'run-stopping':
      case 'run-end':
        this.#noteDifference(event, before, state)
        break
      case 'run-settled':
        return
      case 'thread-update':
        break
    }
    if (event.type === 'message-end' || event.type === 'run-start') this.#updatedAt = event.at
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
    const maps = [new Map(this.#messages), new Map(this.#steps), new Map(this.#runs)] as const
    const removed = [new Set(this.#removedMessages), new Set(this.#removedSteps)] as const
    const values = this.#values
    this.#messages.clear()
    this.#steps.clear()
    this.#runs.clear()
    this.#removedMessages.clear()
    this.#removedSteps.clear()
    this.#values = null
    this.#isDirty = false
    return {
      write: {
        messages: pick<Message>(state.messages, maps[0]),
        steps: pick<Step>(state.steps, maps[1]),
        runs: pick<Run>(state.runs, maps[2]),
        removedMessages: [...removed[0]],
        removedSteps: [...removed[1]],
        ...(values ? { values } : {}),
      },
      putBack: (): void => {
        for (const [id, position] of maps[0]) if (!this.#removedMessages.has(id)) this.#messages.set(id, position)
        for (const [id, position] of maps[1]) if (!this.#removedSteps.has(id)) this.#steps.set(id, position)
        for (const [id, position] of maps[2]) this.#runs.set(id, position)
        for (const id of removed[0]) this.#removedMessages.add(id)
        for (const id of removed[1]) this.#removedSteps.add(id)
        this.#values ??= values
        this.#isDirty = true
      },
    }
  }

  #noteMessage(id: string, seq: number): void {
    this.#messages.set(id, this.#messages.get(id) ?? seq)
    this.#removedMessages.delete(id)
  }

  /** For the few events that touch many things at once. */
  #noteDifference(event: ThreadEvent, before: ThreadState, state: ThreadState): void {
    if ('runId' in event && event.runId) this.#runs.set(event.runId, this.#runs.get(event.runId) ?? event.seq)
    compare(before.messages, state.messages, {
      onChanged: (id) => this.#noteMessage(id, event.seq),
      onRemoved: (id) => {
        this.#removedMessages.add(id)
        this.#messages.delete(id)
      },
    })
    compare(before.steps, state.steps, {
      onChanged: (id) => this.#steps.set(id, this.#steps.get(id) ?? event.seq),
      onRemoved: (id) => {
        this.#removedSteps.add(id)
        this.#steps.delete(id)
      },
    })
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

function pick<T extends { id: string }>(list: T[], noted: Map<string, number>): Placed<T>[] {
  if (noted.size === 0) return []
  return list.flatMap((item) => {
    const position = noted.get(item.id)
    return position === undefined ? [] : [{ position, item }]
  })
}

function compare<T extends { id: string }>(
  before: T[],
  after: T[],
  { onChanged, onRemoved }: { onChanged(id: string): void; onRemoved(id: string): void },
): void {
  if (before === after) return
  const old = new Map(before.map((item) => [item.id, item]))
  for (const item of after) {
    if (old.get(item.id) !== item) onChanged(item.id)
    old.delete(item.id)
  }
  for (const id of old.keys()) onRemoved(id)
}
