import type {
  Answer,
  EventBatch,
  Hello,
  JsonObject,
  Offer,
  PublicError,
  Snapshot,
  ThreadState,
  User,
} from '@chatwright/protocol'
import { createCell, type Observable } from './cell.ts'
import { Composing, noChoices, withoutSecrets, type Choices, type Ready, type SayOptions } from './composing.ts'
import type { Draft } from './draft.ts'
import { Drafts } from './drafts.ts'
import type { Environment } from './environment.ts'
import { ForetoldStops } from './foretold-stops.ts'
import type { Frames } from './frames.ts'
import { keepList } from './keep-list.ts'
import type { Outbox } from './outbox.ts'
import { OwnMessages } from './own-messages.ts'
import { PageCalls } from './page-calls.ts'
import type { PageFunctions } from './page-functions.ts'
import { SeenReporter } from './seen-reporter.ts'
import { SettledRuns, type SettledRun } from './settled-runs.ts'
import { isSameState, openRunIds, runIdsToStop, showStopping } from './shown-state.ts'
import { idle } from './stop-phase.ts'
import { StopPress, type StopSource } from './stop-press.ts'
import { createOffer, type HoldingRules } from './thread-offer.ts'
import { ThreadCommands } from './thread-commands.ts'
import { sizeOf, ThreadFeed } from './thread-feed.ts'
import type { ThreadSnapshot } from './thread-snapshot.ts'
import { timelineOf } from './thread-timeline.ts'
import { profileOf, ThreadWatch, type AskOpen, type WantedProfile } from './thread-watch.ts'
import type { TimelineItem } from './timeline.ts'
import type { Timings } from './timings.ts'
import type { ClientStorage, UnsentMessage, UnsentStore } from './unsent-store.ts'

/** What a view works with. */
export interface ThreadViewContext {
  readonly outbox: Outbox
  readonly frames: Frames
  readonly environment: Environment
  readonly timings: Timings
  readonly functions: PageFunctions
  readonly unsent: UnsentStore
  readonly storage: ClientStorage | undefined
  readonly askOpen: AskOpen
  readonly hello: Observable<Hello | null>
  isOnline(): boolean
  user(): User | null
  seen(threadId: string, seq: number): void
}

/**
 * One thread, live: what it shows, and what the person can do in it. Watch it with `subscribe` and `getSnapshot`; for a
 * list to render, watch `timeline`.
 */
export class ThreadView implements Observable<ThreadSnapshot> {
  readonly id: string
  /** The thread as a reader sees it, from top to bottom. Items that did not change keep their identity. */
  readonly timeline: Observable<readonly TimelineItem[]>
  /** What the person has written here and not sent. Nothing but `draft.set` changes it, Stop and `send` included. */
  readonly draft: Draft
  /** What the person has chosen for their next message: a command, modes. */
  readonly composing: Composing
  /** What else the person has begun here and not sent: `drafts.of(name, empty)`. */
  readonly drafts: Drafts
  /** What the composer offers here. */
  readonly offer: Observable<Offer>
  /** What holds here: as the app says, unless its profile or the app's code here says otherwise. */
  readonly rules: Observable<HoldingRules>
  /** What of the choices is offered, and goes with the next message. */
  readonly ready: Observable<Ready>
  /** What else the person can do here. */
  readonly commands: ThreadCommands
  /** Stops whose work is over, as the server told while the thread was shown; the latest last. For who writes the app. */
  readonly settled: Observable<readonly SettledRun[]>
  readonly #context: ThreadViewContext
  readonly #cell
  readonly #feed: ThreadFeed
  readonly #watch: ThreadWatch
  readonly #own: OwnMessages
  readonly #calls: PageCalls
  readonly #settled = new SettledRuns()
  readonly #reporter: SeenReporter
  #isNew: boolean
  #status: ThreadSnapshot['status']
  #error: PublicError | null = null
  #press: StopPress | null = null
  readonly #foretold = new ForetoldStops()
  /** What is shown while a stop holds back what arrives. */
  #frozen: ThreadState | null = null

  constructor(id: string, isNew: boolean, context: ThreadViewContext, profileId?: WantedProfile) {
    this.id = id
    this.#isNew = isNew
    this.#status = isNew ? 'ready' : 'loading'
    this.#context = context
    this.#feed = new ThreadFeed(id)
    const { outbox, environment, timings, unsent, user, askOpen, functions } = context
    const shared = { threadId: id, outbox, environment, timings }
    this.#own = new OwnMessages({
      ...shared,
      unsent,
      user,
      isNewThread: () => this.#isNew,
      onChange: () => this.#onOwnChange(),
    })
    this.#watch = new ThreadWatch({
      ...shared,
      askOpen,
      seen: () => this.#feed.seen,
      isNew: () => this.#isNew,
      profileId,
      areUnsent: () => this.#own.areUnsent,
      onOpened: (answer) => this.#onOpened(answer),
      onClosed: () => this.#observeCalls(),
    })
    this.#calls = new PageCalls({ threadId: id, outbox, environment, functions })
    this.#reporter = new SeenReporter((seq) => context.seen(id, seq), environment, timings)
    this.commands = new ThreadCommands(context.outbox, id)
    this.drafts = new Drafts(context.storage, environment, () => this.#draftPlace())
    this.draft = this.drafts.message
    const keep = (choices: Choices) => withoutSecrets(choices, this.offer.getSnapshot().commands)
    this.composing = new Composing(this.drafts.of('composing', noChoices, keep))
    this.#cell = createCell<ThreadSnapshot>({
      status: this.#status,
      error: null,
      state: this.#feed.state,
      pending: [],
      openRunIds: [],
      stop: idle,
    })
    const { offer, rules, ready } = createOffer({
      app: context.hello,
      thread: this,
      composing: this.composing,
      wantedProfile: () => (this.#isNew ? profileOf(profileId) : undefined),
    })
    this.offer = offer
    this.rules = rules
    this.ready = ready
    this.timeline = timelineOf(this)
    this.settled = this.#settled
  }

  readonly getSnapshot = (): ThreadSnapshot => this.#cell.getSnapshot()
  readonly subscribe = (listener: () => void): (() => void) => this.#cell.subscribe(listener)

  /** Whether nobody shows it and nothing in it waits. */
  get isIdle(): boolean {
    const { pending } = this.getSnapshot()
    return !this.#watch.isHeld && !this.#watch.isListening && !this.#press && pending.length === 0
  }

  /** Shows the thread: from now on it is live. Gives the way to let go of it; the last to let go closes it. */
  open(): () => void {
    const release = this.#watch.hold()
    if (this.#status === 'missing' && this.#watch.isListening) this.#status = 'loading'
    this.#show()
    return release
  }

  /**
   * Closes the thread, whoever shows it. `leave`: the person began another chat, and the runs of this one are to be
   * stopped; otherwise they go on.
   */
  close({ leave = false }: { leave?: boolean } = {}): void {
    this.#watch.close(leave)
    this.#reporter.close()
  }

  /**
   * Says something. It is shown at once, as `pending`, and sent when there is a line. Throws `bad_request` for an empty
   * text without a command or `files`, which were uploaded for it before; whatever else is wrong stands in the pending
   * message.
   */
  send(text: string, metadata: JsonObject = {}, options: SayOptions = {}): { messageId: string; runId: string } {
    this.#watch.ensure()
    const message = this.#own.send(text, metadata, options)
    // What else was begun here belongs to a thread that is there from now on.
    this.drafts.save()
    this.#show()
    return { messageId: message.id, runId: message.runId }
  }

  /** Sends a failed message again. */
  retrySend(messageId: string): void {
    this.#watch.ensure()
    this.#own.retry(messageId)
    this.#show()
  }

  /** Forgets a failed message. */
  discardSend(messageId: string): void {
    this.#own.discard(messageId)
    this.#show()
  }

  /**
   * Stops a run, or all that are at work; what waits behind them is the server's to hold. In this very call the text
   * stands still and the command leaves; what arrives later is shown when the server has put up its fence, cut to what
   * stood there. A second call, while stopping, ends the work by force. Does nothing when nothing is open.
   */
  stop({ source, runId }: { source: StopSource; runId?: string }): void {
    const shown = this.getSnapshot()
    const wanted = runId === undefined ? runIdsToStop(shown) : shown.openRunIds.filter((id) => id === runId)
    const fresh = wanted.filter((id) => !this.#press?.isStopping(id))
    if (fresh.length === 0) {
      if (wanted.length > 0) this.forceStop()
      return
    }
    this.#frozen ??= shown.state
    this.#press ??= this.#createPress(source)
    this.#press.stop(fresh, shown.state.seq, runId === undefined && fresh.length === wanted.length)
    for (const id of fresh) this.#own.markStopped(id)
    this.#update()
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
    this.#watch.ensure()
    this.#own.restore(message)
    if (message.isStopped && !message.error) {
      this.#press ??= this.#createPress('button')
      this.#press.stop([message.runId], this.#feed.state.seq, false)
    }
    this.#show()
  }

  /** There is a line: asks for the thread from where it is known. Comes before the outbox sends what waits. */
  onOnline(): void {
    this.drafts.load()
    this.#watch.onOnline()
    this.#show()
  }

  onOffline(): void {
    this.#watch.onOffline()
    this.#reporter.close()
    this.#press?.onOffline()
    this.#foretold.clear()
    this.#show()
  }

  onEvents(batch: EventBatch): void {
    if (!this.#watch.isListening) return
    const reception = this.#feed.receive(batch)
    if (reception === 'gap') this.#watch.askAgain()
    if (reception !== 'applied') return
    this.#settled.note(batch.events)
    this.#reporter.note(this.#feed.state.seq, sizeOf(batch))
    this.#observe()
    this.#context.frames.schedule(this.#show)
  }

  onSnapshot(snapshot: Snapshot): void {
    if (!this.#watch.isListening) return
    this.#feed.replace(snapshot)
    this.#status = 'ready'
    this.#error = null
    this.#reporter.note(this.#feed.state.seq, 0)
    this.#foretold.clear()
    this.#observe()
    this.#context.frames.schedule(this.#show)
  }

  /** Somebody stops a run, and what was shown of it before is still on its way to here. */
  onStopping(runId: string): void {
    if (!this.#watch.isListening) return
    this.#foretold.note(runId, this.#feed.state)
    if (this.#foretold.isHolding) this.#frozen ??= this.getSnapshot().state
    this.#show()
  }

  /** The thread was deleted. */
  onDeleted(): void {
    this.#watch.onGone()
    this.drafts.forget()
    this.#status = 'missing'
    this.#endPress()
    this.#show()
  }

  /** Ends all that the view has running. */
  dispose(): void {
    this.#watch.dispose()
    this.#calls.close()
    this.#reporter.close()
    this.#own.close()
    this.#endPress()
    this.drafts.save()
  }

  #onOpened(answer: Answer<'open'>): void {
    if (answer.ok) {
      if (answer.result.how === 'tail') this.#status = 'ready'
      this.#error = null
    } else if (answer.error.code === 'thread_not_found') {
      this.#status = 'missing'
    } else {
      this.#error = answer.error
      if (this.#status !== 'ready') this.#status = 'error'
    }
    this.#show()
  }

  #onOwnChange(): void {
    this.#watch.closeUnwanted()
    this.#update()
  }

  #createPress(source: StopSource): StopPress {
    const { outbox, environment, timings, isOnline } = this.#context
    const isRunAwaited = (runId: string) => this.#own.awaitedRunIds.includes(runId)
    const onChange = () => this.#update()
    const shared = { threadId: this.id, outbox, environment, timings }
    return new StopPress({ ...shared, isOnline, isRunAwaited, onChange }, source)
  }

  #endPress(): void {
    this.#press?.close()
    this.#press = null
  }

  /** Until the person has said something a new thread is no other than the next new one. */
  #draftPlace(): { userId: string; place: string } | null {
    const user = this.#context.user()
    const isBlank = this.#isNew && !this.#own.areThere && this.#feed.state.messages.every(({ role }) => role !== 'user')
    return user && { userId: user.id, place: isBlank ? 'new' : this.id }
  }

  #update(): void {
    this.#observe()
    this.#show()
  }

  #observe(): void {
    this.#press?.observe(this.#feed.state)
    this.#foretold.observe(this.#feed.state)
    this.#observeCalls()
  }

  /** What a stop was pressed for is over here at once, whatever the server has said of it. */
  #observeCalls(): void {
    const { calls } = this.#feed.state
    // A page whose line broke still shows it, and goes on.
    const isWatched = (this.#watch.isListening || this.#watch.isHeld) && this.#status !== 'missing'
    this.#calls.observe(isWatched ? calls.filter(({ runId }) => !this.#press?.isStopping(runId)) : [])
  }

  /** Makes what is shown agree with what is known, in one change. */
  readonly #show = (): void => {
    if (!this.#press?.isHolding && !this.#foretold.isHolding) this.#frozen = null
    const stop = this.#press?.phase ?? idle
    if (this.#press?.isOver) this.#endPress()
    const before = this.#cell.getSnapshot()
    const stopping = stop.phase === 'idle' ? this.#foretold.runIds : [...stop.runIds, ...this.#foretold.runIds]
    const state = showStopping(this.#frozen ?? this.#feed.state, stopping)
    const pending = this.#own.beside(state)
    const next: ThreadSnapshot = {
      status: this.#status,
      error: this.#error,
      state: isSameState(before.state, state) ? before.state : state,
      pending,
      openRunIds: keepList(before.openRunIds, openRunIds(state, pending)),
      stop,
    }
    const keys = Object.keys(next) as (keyof ThreadSnapshot)[]
    if (keys.some((key) => next[key] !== before[key])) this.#cell.set(next)
  }
}
