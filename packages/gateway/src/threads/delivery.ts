import type { EventBatch, Snapshot, StoppingAhead, ThreadEvent, ThreadState } from '@chatwright/protocol'
import { sizeOf, type MemoryLog } from './log.ts'
import { SendWindow } from './send-window.ts'

/** How delivery paces itself, in milliseconds. A first delta and everything that is no delta go out at once. */
const mergeMs = 16
const mergeMsUnderLoad = 100
/** How often delivery looks whether the loop has time for more, and what counts as too busy and as idle again. */
const judgeEveryMs = 200
const busy = 0.97
const relaxed = 0.9

/** Takes what is sent to one viewer. */
export interface ViewerPipe {
  sendEvents(batch: EventBatch): void
  sendSnapshot(snapshot: Snapshot): void
  sendStopping(notice: StoppingAhead): void
}

/** What delivery reads of a thread. */
export interface Deliverable {
  readonly id: string
  readonly epoch: string
  readonly state: ThreadState
  readonly log: MemoryLog
  /** The last number that may be shown: what follows waits for the store. */
  readonly visibleSeq: number
  /** The thread as viewers may have it. */
  readonly shownState: ThreadState
  /**
   * An event as viewers may have it; null when they get nothing of it, or when a stop took it back; `anew` when they are to
   * get the thread whole.
   */
  shown(event: ThreadEvent): ThreadEvent | null | 'anew'
}

/**
 * One viewer of a thread: a cursor into its log, nothing queued. What a slow viewer has not been sent stays where it is,
 * in the log, merges with what follows, and is skipped when a stop takes it back; a viewer the log has left behind gets
 * a snapshot. So a viewer costs the same memory however slow it is.
 */
export class Viewer {
  readonly #thread: Deliverable
  readonly #pipe: ViewerPipe
  #cursor: number
  readonly #window = new SendWindow()

  constructor(thread: Deliverable, pipe: ViewerPipe, cursor: number) {
    this.#thread = thread
    this.#pipe = pipe
    this.#cursor = cursor
  }

  /** Sends a snapshot of the thread as it is. */
  sendSnapshot(): void {
    const { id, epoch, shownState: state } = this.#thread
    this.#pipe.sendSnapshot({ threadId: id, epoch, state })
    this.#cursor = state.seq
    const size = state.messages.reduce((sum, message) => sum + message.text.length + 300, 1_000)
    this.#window.note(state.seq, size)
  }

  /** Sends what the viewer lacks, as far as its window allows. */
  flush(): void {
    const { log, state } = this.#thread
    const to = this.#thread.visibleSeq
    if (this.#cursor >= to || this.#window.room === 0) return
    if (!log.covers(this.#cursor, state.seq)) {
      this.sendSnapshot()
      return
    }
    const { room } = this.#window
    const events: ThreadEvent[] = []
    let size = 0
    let reached = this.#cursor
    for (const logged of log.between(this.#cursor, to)) {
      if (size > room && events.length > 0) break
      const event = this.#thread.shown(logged)
      if (event === 'anew') {
        if (to === state.seq) return this.sendSnapshot()
        // It would show what waits for the store: so this waits with it.
        break
      }
      reached = logged.seq
      if (event === null) continue
      const last = events.at(-1)
      const merged = last && merge(last, event)
      if (merged) {
        events[events.length - 1] = merged
        size += sizeOf(event) - 180
      } else {
        events.push(event)
        size += sizeOf(event)
      }
    }
    if (reached === this.#cursor) return
    this.#pipe.sendEvents({
      threadId: this.#thread.id,
      epoch: this.#thread.epoch,
      from: this.#cursor + 1,
      to: reached,
      events,
    })
    this.#cursor = reached
    this.#window.note(reached, size)
  }

  /** A run is being stopped since the number `fenceSeq`: one who will hear of it late is told at once. */
  foretell(runId: string, fenceSeq: number): void {
    if (this.#cursor < fenceSeq - 1) this.#pipe.sendStopping({ threadId: this.#thread.id, runId })
  }

  /** The viewer has applied everything up to `seq`. */
  acknowledge(seq: number): void {
    // What did not fit goes out now; everything else keeps the pace.
    if (this.#window.acknowledge(seq)) this.flush()
  }
}

/** Two deltas of one text in a row are one, under the later number. */
function merge(first: ThreadEvent, second: ThreadEvent): ThreadEvent | null {
  if (first.type === 'message-delta' && second.type === 'message-delta') {
    return first.messageId === second.messageId ? { ...second, text: first.text + second.text } : null
  }
  if (first.type === 'step-delta' && second.type === 'step-delta') {
    const isSame = first.stepId === second.stepId && first.pane === second.pane
    return isSame ? { ...second, text: first.text + second.text } : null
  }
  return null
}

/**
 * Paces all threads of a gateway with one timer. A thread that was quiet is flushed in the same turn of the loop; one that
 * streams, every 16 ms, and less often, down to every 100 ms, while the loop has no time left: fewer and larger packets are
 * what makes time.
 */
export class Pacer {
  readonly #due = new Set<Paced>()
  readonly #urgent = new Set<Paced>()
  #timer: NodeJS.Timeout | null = null
  #isRoundQueued = false
  #judgedAt = performance.now()
  #utilization = performance.eventLoopUtilization()
  #intervalMs: number = mergeMs

  /** The thread has something new. `isUrgent`: not a delta. */
  poke(thread: Paced, isUrgent: boolean): void {
    const now = performance.now()
    if (isUrgent || now - thread.flushedAt >= this.#intervalMs) {
      this.#urgent.add(thread)
      if (this.#isRoundQueued) return
      this.#isRoundQueued = true
      queueMicrotask(() => this.#round(this.#urgent))
      return
    }
    this.#due.add(thread)
    this.#timer ??= setTimeout(() => this.#tick(), this.#intervalMs)
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    this.#due.clear()
    this.#urgent.clear()
  }

  #tick(): void {
    this.#timer = null
    this.#round(this.#due)
  }

  #judge(): void {
    const now = performance.now()
    if (now - this.#judgedAt < judgeEveryMs) return
    const current = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(current, this.#utilization)
    this.#utilization = current
    this.#judgedAt = now
    if (utilization > busy) this.#intervalMs = Math.min(mergeMsUnderLoad, this.#intervalMs * 1.5)
    else if (utilization < relaxed) this.#intervalMs = Math.max(mergeMs, this.#intervalMs / 1.5)
  }

  #round(threads: Set<Paced>): void {
    if (threads === this.#urgent) this.#isRoundQueued = false
    const now = performance.now()
    const round = [...threads]
    threads.clear()
    for (const thread of round) {
      this.#due.delete(thread)
      thread.flushedAt = now
      thread.flushViewers()
    }
    this.#judge()
  }
}

/** What the pacer knows of a thread. */
export interface Paced {
  flushedAt: number
  flushViewers(): void
}
