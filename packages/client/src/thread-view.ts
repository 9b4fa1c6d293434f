import {
  hasEnded,
  type Answer,
  type EventBatch,
  type JsonObject,
  type PublicError,
  type Run,
  type Snapshot,
  type ThreadState,
  type User,
} from '@chatwright/protocol'
import { createCell, type Observable } from './cell.ts'
import { createTimeline, openRunIds } from './create-timeline.ts'
import type { Environment } from './environment.ts'
import type { Frames } from './frames.ts'
import type { Outbox } from './outbox.ts'
import { OwnMessages, type PendingMessage } from './own-messages.ts'
import { SeenReporter } from './seen-reporter.ts'
import type { StopPhase } from './stop-phase.ts'
import { StopPress, type StopSource } from './stop-press.ts'
import { ThreadFeed } from './thread-feed.ts'
import type { TimelineItem } from './timeline.ts'
import type { Timings } from './timings.ts'
import type { UnsentMessage, UnsentStore } from './unsent-store.ts'

/**
 * A thread as it is shown. Its parts keep their identity while they do not change.
 *
 * - `status`: `loading` until the server has answered once; `missing`: there is no such thread, or no longer; `error`:
 *   it could not be opened, see `error`
 * - `state`: messages, steps and runs. A run that the reader has stopped says `stopping` from the press on
 * - `pending`: what the person said and `state` does not have yet
 * - `openRunIds`: runs that have not ended, the ones just asked for included: while there are any, Stop is shown
 * - `stop`: how a press of Stop stands
 */
export interface ThreadSnapshot {
  status: 'loading' | 'ready' | 'missing' | 'error'
  error: PublicError | null
  state: ThreadState
  pending: readonly PendingMessage[]
  openRunIds: readonly string[]
  stop: StopPhase
}

/** What a view works with. */
export interface ThreadViewContext {
  readonly outbox: Outbox
  readonly frames: Frames
  readonly environment: Environment
  readonly timings: Timings
  readonly store: UnsentStore
  isOnline(): boolean
  user(): User | null
  command(name: 'open', body: unknown, onAnswer: (answer: Answer<'open'>) => void): boolean
  seen(threadId: string, seq: number): void
  newId(): string
}

/**
 * One thread, live: what it shows, and what the person can do in it. Watch it with `subscribe` and `getSnapshot`; for a
 * list to render, watch `timeline`.
 */
export class ThreadView implements Observable<ThreadSnapshot> {
  readonly id: string
  /** The thread as a reader sees it, from top to bottom. Items that did not change keep their identity. */
  readonly timeline: Observable<readonly TimelineItem[]>
  readonly #context: ThreadViewContext
  readonly #cell
  readonly #feed: ThreadFeed
  readonly #own: OwnMessages
  readonly #reporter: SeenReporter
  readonly #overlaid = new WeakMap<Run, Run>()
  #isNew: boolean
  #status: ThreadSnapshot['status']
  #error: PublicError | null = null
  #press: StopPress | null = null
  /** What is shown while a stop holds back what arrives. */
  #frozen: ThreadState | null = null
  #holders = 0
  #isOpening = false
  #isWatched = false
  #cancelClose: (() => void) | null = null
  #cancelOpen: (() => void) | null = null

  constructor(id: string, isNew: boolean, context: ThreadViewContext) {
    this.id = id
    this.#isNew = isNew
    this.#status = isNew ? 'ready' : 'loading'
    this.#context = context
    this.#feed = new ThreadFeed(id)
    const { outbox, environment, timings, store } = context
    this.#own = new OwnMessages({
      threadId: id,
      outbox,
      environment,
      timings,
      store,
      user: context.user,
      isNewThread: () => this.#isNew,
      onChange: () => this.#onOwnChange(),
    })
    this.#reporter = new SeenReporter((seq) => context.seen(id, seq), environment, timings)
    this.#cell = createCell<ThreadSnapshot>({
      status: this.#status,
      error: null,
      state: this.#feed.state,
      pending: [],
      openRunIds: [],
      stop: { phase: 'idle' },
    })
    this.timeline = this.#createTimeline()
  }

  readonly getSnapshot = (): ThreadSnapshot => this.#cell.getSnapshot()
  readonly subscribe = (listener: () => void): (() => void) => this.#cell.subscribe(listener)

  /** Whether the server is to send this thread: somebody shows it, or something in it waits to be sent. */
  get isWanted(): boolean {
    return this.#status !== 'missing' && (this.#holders > 0 || this.#own.areUnsent)
  }

  /** Whether nobody shows it and nothing in it waits. */
  get isIdle(): boolean {
    return this.#holders === 0 && !this.#isWatched && !this.#press && this.getSnapshot().pending.length === 0
  }

  /** Shows the thread: from now on it is live. Gives the way to let go of it; the last to let go closes it. */
  open(): () => void {
    this.#holders++
    this.#cancelClose?.()
    this.#cancelClose = null
    if (!this.#isWatched) this.#ask()
    let isHeld = true
    return () => {
      if (!isHeld) return
      isHeld = false
      this.#holders--
      if (this.#holders === 0) this.#closeSoon()
    }
  }

  /**
   * Closes the thread, whoever shows it. `leave`: the person began another chat, and the runs of this one are to be
   * stopped; otherwise they go on.
   */
  close({ leave = false }: { leave?: boolean } = {}): void {
    this.#holders = 0
    this.#cancelClose?.()
    this.#cancelClose = null
    this.#reporter.close()
    const wasWatched = this.#isWatched
    this.#isWatched = false
    if (!leave && !wasWatched) return
    this.#context.outbox.post('close', { threadId: this.id, ...(leave ? { leave } : {}) }, { onAnswer: () => {} })
  }

  /**
   * Says something. It is shown at once, as `pending`, and sent when there is a line. Throws `bad_request` for an empty
   * text; whatever else is wrong stands in the pending message.
   */
  send(text: string, metadata: JsonObject = {}): { messageId: string; runId: string } {
    const message = this.#own.send(text, metadata)
    if (!this.#isWatched && this.isWanted) this.#ask()
    this.#show()
    return { messageId: message.id, runId: message.runId }
  }

  /** Sends a failed message again. */
  retrySend(messageId: string): void {
    this.#own.retry(messageId)
    this.#show()
  }

  /** Forgets a failed message. */
  discardSend(messageId: string): void {
    this.#own.discard(messageId)
    this.#show()
  }

  /**
   * Stops a run, or all that are open. In this very call the text stands still and the command leaves; what arrives
   * later is shown when the server has put up its fence, cut to what stood there. A second call, while stopping, ends the
   * work by force. Does nothing when nothing is open.
   */
  stop({ source, runId }: { source: StopSource; runId?: string }): void {
    const shown = this.getSnapshot()
    const wanted = runId === undefined ? shown.openRunIds : shown.openRunIds.filter((id) => id === runId)
    const fresh = wanted.filter((id) => !this.#press?.isStopping(id))
    if (fresh.length === 0) {
      if (wanted.length > 0) this.forceStop()
      return
    }
    this.#frozen ??= shown.state
    this.#press ??= this.#createPress(source)
    this.#press.stop(fresh, shown.state.seq, runId === undefined && fresh.length === wanted.length)
    for (const id of fresh) this.#own.markStopped(id)
    this.#show()
  }

  /** Ends by force what is being stopped. Does nothing when nothing is. */
  forceStop(): void {
    this.#press?.force()
    this.#show()
  }

  /** Takes up a message that was left unsent before a reload. */
  restore(message: UnsentMessage): void {
    if (message.isNewThread && this.#feed.seen === undefined) {
      this.#isNew = true
      this.#status = 'ready'
    }
    this.#own.restore(message)
    if (message.isStopped && !message.error) {
      this.#press ??= this.#createPress('button')
      this.#press.stop([message.runId], this.#feed.state.seq, false)
    }
    if (!this.#isWatched && this.isWanted) this.#ask()
    this.#show()
  }

  /** There is a line: asks for the thread from where it is known. Comes before the outbox sends what waits. */
  onOnline(): void {
    if (this.isWanted) this.#ask()
    this.#show()
  }

  onOffline(): void {
    this.#isOpening = false
    this.#isWatched = false
    this.#cancelOpen?.()
    this.#cancelOpen = null
    this.#reporter.close()
    this.#press?.onOffline()
    this.#show()
  }

  onEvents(batch: EventBatch): void {
    if (!this.#isWatched && !this.#isOpening) return
    const reception = this.#feed.receive(batch)
    if (reception === 'gap') this.#ask()
    if (reception !== 'applied') return
    this.#reporter.note(this.#feed.state.seq, sizeOf(batch))
    this.#onFeedChange()
  }

  onSnapshot(snapshot: Snapshot): void {
    if (!this.#isWatched && !this.#isOpening) return
    this.#feed.replace(snapshot)
    this.#status = 'ready'
    this.#error = null
    this.#reporter.note(this.#feed.state.seq, 0)
    this.#onFeedChange()
  }

  /** The thread was deleted. */
  onDeleted(): void {
    this.#status = 'missing'
    this.#isWatched = false
    this.#press?.close()
    this.#press = null
    this.#frozen = null
    this.#show()
  }

  /** Ends all that the view has running. */
  dispose(): void {
    this.#reporter.close()
    this.#own.close()
    this.#press?.close()
    this.#cancelClose?.()
    this.#cancelOpen?.()
  }

  /** Asks for the thread; one question at a time. */
  #ask(): void {
    if (this.#isOpening || this.#status === 'missing') return
    this.#cancelOpen?.()
    this.#cancelOpen = null
    const { seen } = this.#feed
    const body = {
      id: this.#context.newId(),
      threadId: this.id,
      ...(this.#isNew ? { create: true } : {}),
      ...(seen ? { seen } : {}),
    }
    this.#isOpening = this.#context.command('open', body, (answer) => this.#onOpened(answer))
  }

  #onOpened(answer: Answer<'open'>): void {
    this.#isOpening = false
    if (answer.ok) {
      this.#isWatched = true
      if (answer.result.how === 'tail') this.#status = 'ready'
      this.#error = null
      if (!this.isWanted) this.#closeSoon()
    } else if (answer.error.code === 'thread_not_found') {
      this.#status = 'missing'
    } else {
      this.#error = answer.error
      if (this.#status !== 'ready') this.#status = 'error'
      this.#askLater(answer.error)
    }
    this.#show()
  }

  #askLater(error: PublicError): void {
    if (error.code === 'forbidden' || error.code === 'bad_request') return
    const { environment, timings } = this.#context
    this.#cancelOpen?.()
    this.#cancelOpen = environment.setTimer(() => this.#ask(), timings.retryMaxMs)
  }

  #closeSoon(): void {
    const { environment, timings } = this.#context
    this.#cancelClose?.()
    this.#cancelClose = environment.setTimer(() => {
      this.#cancelClose = null
      if (!this.isWanted) this.close()
    }, timings.closeMs)
  }

  #createPress(source: StopSource): StopPress {
    const { outbox, environment, timings, isOnline } = this.#context
    const context = {
      threadId: this.id,
      outbox,
      environment,
      timings,
      isOnline,
      isRunAwaited: (runId: string) => this.#own.awaitedRunIds.includes(runId),
      onChange: () => {
        this.#observe()
        this.#show()
      },
    }
    return new StopPress(context, source)
  }

  #onOwnChange(): void {
    this.#observe()
    if (!this.isWanted && this.#isWatched) this.#closeSoon()
    this.#show()
  }

  #onFeedChange(): void {
    const wasHolding = this.#press?.isHolding ?? false
    this.#observe()
    if (wasHolding && this.#press?.isHolding) return
    this.#context.frames.schedule(this.#show)
  }

  #observe(): void {
    this.#press?.observe(this.#feed.state)
  }

  /** Makes what is shown agree with what is known, in one change. */
  readonly #show = (): void => {
    const press = this.#press
    if (!press?.isHolding) this.#frozen = null
    const state = this.#overlay(this.#frozen ?? this.#feed.state)
    const stop = press?.phase ?? idle
    if (press?.isOver) {
      press.close()
      this.#press = null
    }
    const pending = this.#own.beside(state)
    const before = this.#cell.getSnapshot()
    const open = openRunIds(
      state,
      pending.filter((message) => message.delivery !== 'failed').map((message) => message.runId),
    )
    const next: ThreadSnapshot = {
      status: this.#status,
      error: this.#error,
      state: isSameState(before.state, state) ? before.state : state,
      pending,
      openRunIds: isSameList(before.openRunIds, open) ? before.openRunIds : open,
      stop: stop.phase === 'idle' && before.stop.phase === 'idle' ? before.stop : stop,
    }
    const keys = Object.keys(next) as (keyof ThreadSnapshot)[]
    if (keys.some((key) => next[key] !== before[key])) this.#cell.set(next)
  }

  /** The reader's press is shown before the server knows of it. */
  #overlay(state: ThreadState): ThreadState {
    const press = this.#press
    if (!press || press.isOver) return state
    const isHidden = (run: Run) => press.isStopping(run.id) && !hasEnded(run.state) && run.state !== 'stopping'
    if (!state.runs.some(isHidden)) return state
    return { ...state, runs: state.runs.map((run) => (isHidden(run) ? this.#stopping(run) : run)) }
  }

  #stopping(run: Run): Run {
    const known = this.#overlaid.get(run)
    if (known) return known
    const stopping: Run = { ...run, state: 'stopping' }
    this.#overlaid.set(run, stopping)
    return stopping
  }

  #createTimeline(): Observable<readonly TimelineItem[]> {
    const select = createTimeline()
    let from: ThreadSnapshot | null = null
    let items: readonly TimelineItem[] = []
    return {
      subscribe: this.subscribe,
      getSnapshot: () => {
        const snapshot = this.getSnapshot()
        if (snapshot !== from) {
          const { state, pending, stop } = snapshot
          items = select({ state, pending, stoppingRunIds: stop.phase === 'idle' ? [] : stop.runIds })
          from = snapshot
        }
        return items
      },
    }
  }
}

const idle: StopPhase = { phase: 'idle' }

/** Roughly what the server counts as under way. */
function sizeOf(batch: EventBatch): number {
  return batch.events.reduce((size, event) => size + 180 + ('text' in event ? event.text.length : 0), 0)
}

function isSameState(a: ThreadState, b: ThreadState): boolean {
  return (
    a.seq === b.seq &&
    a.title === b.title &&
    a.messages === b.messages &&
    a.steps === b.steps &&
    isSameList(a.runs, b.runs)
  )
}

function isSameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, at) => item === b[at])
}
