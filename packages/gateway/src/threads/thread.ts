import {
  apply,
  emptyOffer,
  offerFor,
  ruled,
  settingsFor,
  setupOf,
  type AppInfo,
  type ChatInfo,
  type JsonObject,
  type Offer,
  type Output,
  type ThreadEvent,
  type ThreadRecord,
  type ThreadState,
  type ThreadSummary,
} from '@chatwright/protocol'
import { Viewer, type Deliverable, type Paced, type ViewerPipe } from './delivery.ts'
import type { LiveRun } from './live-run.ts'
import { MemoryLog } from './log.ts'
import type { ThreadServices } from './services.ts'
import { shownEvent, shownState, type ShownSteps } from './shown-steps.ts'
import { dropFiles, takeIn } from './take-in.ts'
import { Writer, type ThreadOwner } from './writer.ts'

/** A thread as it is taken up: from the store, or new. */
export interface ThreadStart {
  owner: ThreadOwner
  state: ThreadState
  values: JsonObject
  isStored: boolean
}

/**
 * A live thread: its numbered log, the state folded from it, the runs at work in it and the viewers that watch. It knows
 * what happened; what is to happen to a run stands in begin-run, stop-run and end-run.
 */
export class Thread implements Deliverable, Paced {
  readonly id: string
  readonly userId: string
  readonly createdAt: number
  /** This log's own id: numbers of another log of the same thread say nothing here. */
  readonly epoch: string = crypto.randomUUID()
  readonly log = new MemoryLog()
  readonly writer: Writer
  readonly services: ThreadServices
  /** Runs that have not settled, in the order they came. */
  readonly runs = new Map<string, LiveRun>()
  /** Where the fences of stopped runs stand, so that a stop that comes again is answered like the first. */
  readonly fences = new Map<string, number>()
  readonly viewers = new Set<Viewer>()
  /** The deadlines of open questions and calls. */
  readonly deadlines = new Map<string, NodeJS.Timeout>()
  /** The pages that run a function for an open call, by the call's id; see calls.ts. */
  readonly callHolders = new Map<string, string>()
  /** Whoever wants to be told when a run has ended, once each. */
  readonly endWaiters: (() => void)[] = []
  /** What the chat's handlers may know of who watches; the latest connection's. */
  chat: ChatInfo | null = null
  /** The JSON-safe values of the app's state, as last told. */
  values: JsonObject
  flushedAt = 0
  /** When it was last used, on the monotonic clock. */
  usedAt = performance.now()
  isDeleted = false
  /** Whether the app was told that this chat began or goes on. */
  isGreeted = false
  #state: ThreadState
  /** Numbers of ends that the store does not have yet; nothing from the first on is shown. */
  readonly #held = new Set<number>()
  #lastListed = ''
  #steps: { app: AppInfo | null; setups: unknown; shown: ShownSteps } = { app: null, setups: null, shown: 'all' }

  constructor(start: ThreadStart, services: ThreadServices) {
    this.id = start.owner.threadId
    this.userId = start.owner.userId
    this.createdAt = start.owner.createdAt
    this.values = start.values
    this.services = services
    this.#state = start.state
    this.writer = new Writer(start.owner, () => this.#state, start.isStored, services)
  }

  get state(): ThreadState {
    return this.#state
  }

  /** What the composer offers here, and with it what is taken. */
  get offer(): Offer {
    return offerFor(this.services.app?.offer ?? emptyOffer, this.#state)
  }

  /** The person's settings here, complete. */
  get settings(): JsonObject {
    return settingsFor(this.offer, this.#state)
  }

  /** The app as it is in this thread: what its profile rules otherwise is so. Null until it is loaded. */
  get app(): AppInfo | null {
    const { app } = this.services
    return app && ruled(app, this.offer.rules)
  }

  get visibleSeq(): number {
    return this.#held.size === 0 ? this.#state.seq : Math.min(...this.#held) - 1
  }

  /** Runs that have not ended. */
  get openRuns(): LiveRun[] {
    return [...this.runs.values()].filter((run) => !run.hasEnded)
  }

  get summary(): ThreadSummary {
    const last = this.#state.runs.findLast(({ kind }) => kind !== 'upload')
    const profile = setupOf(this.#state, 'profile')
    const isAtWork = ({ state, kind }: LiveRun): boolean => state !== 'queued' && state !== 'held' && kind !== 'upload'
    const isRunning = this.openRuns.some(isAtWork)
    return {
      id: this.id,
      title: this.#state.title,
      createdAt: this.createdAt,
      updatedAt: this.writer.updatedAt,
      ...(profile ? { profileId: profile.profileId } : {}),
      activity: isRunning ? 'running' : last?.state === 'stopped' ? 'stopped' : 'idle',
      openAsks: this.#state.asks.filter(({ status }) => status === 'open').length,
    }
  }

  /** Numbers a record, logs it, folds it, tells the writer and the viewers. The one way anything happens here. */
  append(record: ThreadRecord, { isHeld = false } = {}): ThreadEvent {
    const before = this.#state
    const event: ThreadEvent = { ...record, seq: before.seq + 1, at: Date.now() }
    this.#state = apply(before, event)
    this.log.append(event)
    if (isHeld) this.#held.add(event.seq)
    this.writer.note(event, before, this.#state)
    this.services.files.release(before, this.#state)
    const isDelta = event.type === 'message-delta' || event.type === 'step-delta'
    this.services.pacer.poke(this, !isDelta)
    return event
  }

  /** Lets an event that waited for the store be seen. */
  reveal(seq: number): void {
    this.#held.delete(seq)
    this.services.pacer.poke(this, true)
  }

  /** An output of a run, unless the run's fence is up: then it is counted and gone. Gives whether it was taken. */
  accept(run: LiveRun, output: Output): boolean {
    const taken = run.isOpen ? takeIn(this, output) : 'dropped behind the fence'
    if (typeof taken !== 'string') {
      this.#record(taken)
      return true
    }
    dropFiles(this, output)
    run.droppedFrames++
    if (run.droppedFrames === 1) {
      this.services.logger.info({ threadId: this.id, runId: run.id, output: output.type }, taken)
    }
    return false
  }

  /** Elements that come with the panel are events of their own, each with its place in the thread. */
  #record(output: Output): void {
    if (output.type !== 'panel-open' || output.elements === undefined) return void this.append(output)
    const { elements, ...panel } = output
    for (const element of elements) {
      this.append({ type: 'element-put', runId: output.runId, elementId: element.id, element })
    }
    this.append({ ...panel, elementIds: elements.map(({ id }) => id) })
  }

  get shownState(): ThreadState {
    return shownState(this.#state, this.#showSteps)
  }

  shown(event: ThreadEvent): ThreadEvent | null | 'anew' {
    return this.#isTakenBack(event) ? null : shownEvent(event, this.#state, this.#showSteps)
  }

  /** Which steps viewers get. Asked for every event, so it is worked out only when what decides it has changed. */
  get #showSteps(): ShownSteps {
    const { app } = this.services
    const { setups } = this.#state
    if (this.#steps.app !== app || this.#steps.setups !== setups) {
      // There is no app only in development, while it cannot be loaded.
      this.#steps = { app, setups, shown: this.app?.showSteps ?? 'all' }
    }
    return this.#steps.shown
  }

  /** Whether a stop took the event back: then nobody gets it any more. */
  #isTakenBack(event: ThreadEvent): boolean {
    switch (event.type) {
      case 'message-start':
      case 'message-delta':
      case 'message-end': {
        const stop = event.runId ? this.runs.get(event.runId)?.stop : null
        if (!stop || event.seq <= stop.seenSeq || event.seq > stop.fenceSeq) return false
        return Object.hasOwn(stop.keep, event.messageId)
      }
      default:
        return false
    }
  }

  /** Begins to send the thread to a viewer that has it up to `seen`, or not at all. */
  watch(
    pipe: ViewerPipe,
    seen: { epoch: string; seq: number } | undefined,
  ): { viewer: Viewer; how: 'tail' | 'snapshot' } {
    const canTail =
      seen !== undefined &&
      seen.epoch === this.epoch &&
      seen.seq <= this.#state.seq &&
      this.log.covers(seen.seq, this.#state.seq)
    const viewer = new Viewer(this, pipe, canTail ? seen.seq : 0)
    this.viewers.add(viewer)
    this.usedAt = performance.now()
    return { viewer, how: canTail ? 'tail' : 'snapshot' }
  }

  leave(viewer: Viewer): void {
    this.viewers.delete(viewer)
    this.usedAt = performance.now()
  }

  flushViewers(): void {
    for (const viewer of this.viewers) viewer.flush()
    this.#list()
  }

  /** Tells the person's sidebars when something they show has changed. */
  #list(): void {
    if (!this.writer.isStarted || this.isDeleted) return
    const summary = this.summary
    const key = `${summary.title} ${summary.updatedAt} ${summary.activity} ${summary.openAsks}`
    if (key === this.#lastListed) return
    this.#lastListed = key
    this.services.onListed(this, summary)
  }
}
