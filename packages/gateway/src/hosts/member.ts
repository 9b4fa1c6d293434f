import {
  control,
  type AppInfo,
  type FromHost,
  type JsonObject,
  type ToHost,
  type UndoFromHost,
} from '@chatwright/protocol'
import type { CreateHost, Host } from './host.ts'
import { culpritOf, type Culprit } from './culprit.ts'
import type { Lane, LaneSink } from './lane.ts'

/** A host acknowledges nothing itself; it is told every so many batches, well inside its window of 64. */
const ackEvery = 8

/** What a pool wants to hear of its members. */
export interface MemberEvents {
  onState(threadId: string, values: JsonObject): void
  onLog(frame: Extract<FromHost, { type: 'log' }>): void
  onUndo(member: Member, frame: UndoFromHost): void
  /** The code of a stopped run works on in it. */
  onGoesOn(member: Member, frame: Extract<FromHost, { type: 'goes-on' }>): void
  onReady(member: Member, app: AppInfo): void
  onFailed(member: Member, failure: Extract<FromHost, { type: 'failed' }>): void
  onGone(member: Member, reason: string): void
}

/** One host of a pool, with the runs in it. */
export class Member {
  /** `warm`: a thread without the app; `loading`; `ready`; `leaving`: takes no new runs; `gone`. */
  status: 'warm' | 'loading' | 'ready' | 'leaving' | 'gone' = 'warm'
  readonly #host: Host
  readonly #events: MemberEvents
  readonly #lanes = new Map<string, HostedLane>()
  readonly #freeSlots: number[] = []
  #nextSlot: number = control.firstSlot
  #beat = 0
  #beatAt = performance.now()
  #ended: Promise<void> = Promise.resolve()
  #isKilled = false
  #culprit: Culprit | null = null
  #onClosed: (() => void) | null = null
  #onEmpty: (() => void) | null = null

  constructor(createHost: CreateHost, events: MemberEvents) {
    this.#events = events
    this.#host = createHost({
      onFrame: (frame) => this.#hear(frame),
      onGone: (reason) => this.#lose(reason),
    })
  }

  get runCount(): number {
    return this.#lanes.size
  }

  /** Of a member that is gone: resolves when its code has really ended and its last words are in. */
  get ended(): Promise<void> {
    return this.#ended
  }

  /** Whose code ran last, when that run is still here; of a member that is gone: when it went. */
  get culprit(): Culprit | null {
    if (this.status === 'gone') return this.#culprit
    return culpritOf(this.#host.control.entered, this.#lanes)
  }

  /** Whether it went without being told to. */
  get hasEndedItself(): boolean {
    return this.status === 'gone' && !this.#isKilled
  }

  /** Says something that concerns none of its runs. */
  post(frame: ToHost): void {
    if (this.status === 'ready' || this.status === 'leaving') this.#host.post(frame)
  }

  load(): void {
    this.status = 'loading'
    this.#host.load()
  }

  /** Opens a lane for a run, or gives null when the host has no slot left. */
  openLane(runId: string, sink: LaneSink): Lane | null {
    const slot = this.#freeSlots.pop() ?? this.#nextSlot++
    if (slot >= control.firstSlot + control.slots) return null
    this.#host.control.clear(slot)
    const lane = new HostedLane(slot, sink, this, this.#host, () => this.#lanes.delete(runId) && this.#emptied())
    this.#lanes.set(runId, lane)
    return lane
  }

  freeSlot(slot: number): void {
    this.#freeSlots.push(slot)
  }

  forget(threadId: string): void {
    if (this.status === 'ready' || this.status === 'leaving') this.#host.post({ type: 'forget', threadId })
  }

  /** Looks at the beat; to be called every so often. */
  watch(now: number): void {
    const { beat } = this.#host.control
    if (beat === this.#beat && this.#host.kind !== 'inline') return
    this.#beat = beat
    this.#beatAt = now
  }

  blockedMs(): number {
    this.watch(performance.now())
    return this.status === 'ready' || this.status === 'leaving' ? performance.now() - this.#beatAt : 0
  }

  /** Takes back the runs that lie unread in its mailbox. One that is being stopped stays: its stop is on its way. */
  takeBack(): void {
    for (const lane of this.#lanes.values()) lane.takeBack()
  }

  /** Resolves when no run is left in it, or after `timeoutMs`. */
  async drained(timeoutMs: number): Promise<void> {
    if (this.#lanes.size === 0) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs)
      this.#onEmpty = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  /** Lets the app's shutdown hook run, then ends the host; at once when it does not answer in `timeoutMs`. */
  async close(reason: 'shutdown' | 'reload', timeoutMs: number): Promise<void> {
    const wasReady = this.status === 'ready' || this.status === 'leaving'
    if (this.status === 'gone') return
    this.status = 'leaving'
    if (wasReady) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs)
        this.#onClosed = () => {
          clearTimeout(timer)
          resolve()
        }
        this.#host.post({ type: 'close', reason })
      })
    }
    await this.kill(`closed: ${reason}`)
  }

  async kill(reason: string): Promise<void> {
    if (this.status === 'gone') return
    this.#isKilled = true
    this.#ended = Promise.resolve().then(() => this.#host.terminate())
    this.#lose(reason)
    await this.#ended
  }

  /** App code can reach its worker's port; what it says there must not harm the server. */
  #hear(frame: FromHost): void {
    try {
      this.#receive(frame)
    } catch (error) {
      const message = `A host said what makes no sense: ${error instanceof Error ? error.message : String(error)}`
      this.#events.onLog({ type: 'log', level: 'error', message, fields: {} })
    }
  }

  #receive(frame: FromHost): void {
    // What it wants undone counts to its last word.
    if (frame.type === 'undo-add' || frame.type === 'undo-drop') return this.#events.onUndo(this, frame)
    if (this.status === 'gone') return
    switch (frame.type) {
      case 'undone':
        this.#events.onUndo(this, frame)
        return
      case 'outputs':
        for (const output of frame.outputs) if (output.runId) this.#lanes.get(output.runId)?.sink.onOutput(output)
        if (frame.batch % ackEvery === 0) this.#host.post({ type: 'ack', batch: frame.batch })
        return
      case 'done':
      case 'stop-seen':
      case 'notice':
      case 'settled':
      case 'panel-reopen':
        this.#lanes.get(frame.runId)?.sink.onFrame(frame)
        return
      case 'state':
        this.#events.onState(frame.threadId, frame.values)
        return
      case 'log':
        this.#events.onLog(frame)
        return
      case 'ready':
        this.#beatAt = performance.now()
        if (this.status === 'loading') this.status = 'ready'
        this.#events.onReady(this, frame.app)
        return
      case 'failed':
        this.#events.onFailed(this, frame)
        return
      case 'goes-on':
        this.#events.onGoesOn(this, frame)
        return
      case 'process-started':
      case 'process-gone':
        return
      case 'closed':
        this.#onClosed?.()
        return
    }
  }

  #lose(reason: string): void {
    if (this.status === 'gone') return
    this.#culprit = this.culprit
    this.status = 'gone'
    this.#onClosed?.()
    const lanes = [...this.#lanes.values()]
    this.#lanes.clear()
    for (const lane of lanes) lane.sink.onGone(reason)
    this.#emptied()
    this.#events.onGone(this, reason)
  }

  #emptied(): void {
    if (this.#lanes.size === 0) this.#onEmpty?.()
  }
}

class HostedLane implements Lane {
  readonly slot: number
  readonly sink: LaneSink
  readonly canBeKilled: boolean
  readonly #member: Member
  readonly #host: Host
  readonly #forget: () => void
  #isReleased = false

  constructor(slot: number, sink: LaneSink, member: Member, host: Host, forget: () => void) {
    this.slot = slot
    this.sink = sink
    this.canBeKilled = host.kind !== 'inline'
    this.#member = member
    this.#host = host
    this.#forget = forget
  }

  get isTaken(): boolean {
    return this.#host.control.isTaken(this.slot)
  }

  /** Keeps the host from taking the run up, unless it has. The slot is not used again: its frame is still to be read. */
  takeBack(): void {
    const { onTakenBack } = this.sink
    if (this.#isReleased || !onTakenBack) return
    this.#host.control.takeBack(this.slot, () => {
      if (this.#isReleased) return
      this.release(false)
      onTakenBack()
    })
  }

  post(frame: Parameters<Host['post']>[0]): void {
    if (!this.#isReleased && this.#member.status !== 'gone') this.#host.post(frame)
  }

  raise(level: 1 | 2): void {
    if (!this.#isReleased) this.#host.control.raise(this.slot, level)
  }

  blockedMs(): number {
    return this.#member.blockedMs()
  }

  kill(reason: string): void {
    void this.#member.kill(reason)
  }

  release(isClean: boolean): void {
    if (this.#isReleased) return
    this.#isReleased = true
    this.#forget()
    if (isClean) this.#member.freeSlot(this.slot)
  }
}
