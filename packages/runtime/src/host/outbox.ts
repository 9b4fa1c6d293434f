import { setTimeout } from '../run/own-timers.ts'
import type { FromHost, Output } from '@chatwright/protocol'
import { OutputQueue, type OutputSink } from '../run/output-queue.ts'

/** How many batches may be on their way before code that can wait does. */
const window = 64

/** Text that follows within this time of the last batch waits for the next, in milliseconds. */
const spacingMs = 4

/**
 * The host's outputs on their way to the gateway: text in batches at least 4 ms apart, everything else at the end of the
 * very call stack it was made in, so that code which blocks the loop right after has said what it said. With
 * {@link window} batches not yet taken in, the rest stays here, where text for the same place goes on being joined.
 */
export class Outbox implements OutputSink {
  readonly #post: (frame: FromHost) => void
  readonly #queue = new OutputQueue()
  #posted = 0
  #postedAt = 0
  #taken = 0
  #isScheduled = false
  #isFlushQueued = false
  #room: Promise<void> | null = null
  #makeRoom: () => void = () => undefined

  constructor(post: (frame: FromHost) => void) {
    this.#post = post
  }

  get isFull(): boolean {
    return this.#posted - this.#taken >= window
  }

  room(): Promise<void> {
    this.#room ??= new Promise((resolve) => {
      this.#makeRoom = resolve
    })
    return this.#room
  }

  push(output: Output): void {
    this.#queue.push(output)
    if (this.#isFlushQueued) return
    this.#isFlushQueued = true
    queueMicrotask(this.#flushNow)
  }

  messageDelta(runId: string, messageId: string, text: string): void {
    this.#queue.messageDelta(runId, messageId, text)
    this.#schedule()
  }

  stepDelta(runId: string, stepId: string, pane: 'input' | 'output', text: string): void {
    this.#queue.stepDelta(runId, stepId, pane, text)
    this.#schedule()
  }

  /** Sends what is here, also into a full window: what is said next must not overtake it. */
  flush(): void {
    if (this.#queue.length === 0) return
    this.#posted++
    this.#postedAt = performance.now()
    this.#post({ type: 'outputs', batch: this.#posted, outputs: this.#queue.take() })
  }

  /** Batches up to this number were taken in. */
  ack(batch: number): void {
    if (Number.isInteger(batch) && batch > this.#taken) this.#taken = Math.min(batch, this.#posted)
    if (this.isFull) return
    this.flush()
    this.#room = null
    this.#makeRoom()
  }

  /** Throws away what a run has not sent yet. */
  drop(runId: string): void {
    this.#queue.drop(runId)
  }

  readonly #flushNow = (): void => {
    this.#isFlushQueued = false
    this.#turn()
  }

  readonly #turn = (): void => {
    if (!this.isFull) this.flush()
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    const waitMs = this.#postedAt + spacingMs - performance.now()
    if (waitMs < 1) setImmediate(this.#onTime)
    else setTimeout(this.#onTime, waitMs)
  }

  readonly #onTime = (): void => {
    this.#isScheduled = false
    this.#turn()
  }
}
