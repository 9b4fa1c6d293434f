import {
  apply,
  emptyThread,
  type EventBatch,
  type Snapshot,
  type ThreadEvent,
  type ThreadState,
} from '@chatwright/protocol'
import { reconcile } from './reconcile.ts'

/** What became of a batch. `gap`: it does not follow what is there, and the server has to be asked again. */
export type Reception = 'applied' | 'repeat' | 'gap'

/** A thread as far as it is known: folded from the server's batches, each event once and in order. */
export class ThreadFeed {
  #state: ThreadState
  #epoch: string | null = null

  constructor(threadId: string) {
    this.#state = emptyThread(threadId)
  }

  get state(): ThreadState {
    return this.#state
  }

  /** Up to where the thread is known and in which log; undefined when nothing is. */
  get seen(): { epoch: string; seq: number } | undefined {
    return this.#epoch === null ? undefined : { epoch: this.#epoch, seq: this.#state.seq }
  }

  receive(batch: EventBatch): Reception {
    if (batch.epoch !== this.#epoch) return 'gap'
    if (batch.to <= this.#state.seq) return 'repeat'
    // A batch that overlaps holds merged deltas of which a part is here already: it cannot be applied either.
    if (batch.from !== this.#state.seq + 1) return 'gap'
    let state = this.#state
    for (const event of batch.events) {
      if (!isBehindFence(state, event)) state = apply(state, event)
    }
    this.#state = state.seq === batch.to ? state : { ...state, seq: batch.to }
    return 'applied'
  }

  replace(snapshot: Snapshot): void {
    this.#epoch = snapshot.epoch
    this.#state = reconcile(this.#state, snapshot.state)
  }
}

/**
 * Whether an event shows something of a run that was stopped: the third fence. The server sends none; that none is
 * shown does not depend on it. What the person said is no output of the run it began.
 */
function isBehindFence(state: ThreadState, event: ThreadEvent): boolean {
  if (!isGrowing(event)) return false
  if (event.type === 'message-end' && event.message?.role === 'user') return false
  const run = state.runs.findLast((candidate) => candidate.id === event.runId)
  return run?.state === 'stopping' || run?.state === 'stopped'
}

/** Whether an event makes what a run says more, or other than it was. Taking something back does not. */
function isGrowing(event: ThreadEvent): event is Extract<ThreadEvent, { type: (typeof growing)[number] }> {
  return (growing as readonly string[]).includes(event.type)
}

const growing = [
  'message-start',
  'message-delta',
  'message-update',
  'message-end',
  'step-start',
  'step-delta',
  'step-update',
  'step-end',
  'ask-start',
  'action-put',
  'tasks-put',
  'element-put',
  'panel-open',
] as const

/** Roughly what the server counts as under way. */
export function sizeOf(batch: EventBatch): number {
  return batch.events.reduce((size, event) => size + 180 + ('text' in event ? event.text.length : 0), 0)
}
