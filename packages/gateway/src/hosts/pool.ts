import { ChatwrightError, type AppInfo, type FromHost, type JsonObject, type UndoFromHost } from '@chatwright/protocol'
import type { Logger } from '../logger.ts'
import { BlockWatch } from './block-watch.ts'
import type { CreateHost } from './host.ts'
import type { Lane, LaneSink } from './lane.ts'
import { Member } from './member.ts'

/** A host whose loop has not turned for this long gets no new runs. */
const lateMs = 400
const watchEveryMs = 50
/** How long all hosts must have been well before one too many goes, in milliseconds. */
const calmMs = 2_000
/** How long the runs of a host that another has replaced may go on. */
const replacedDrainMs = 300_000

/** How a pool is set up. */
export interface PoolOptions {
  createHost: CreateHost
  /** How many hosts share the runs. Default 1, so that module-level state of an app behaves as its author expects. */
  workers?: number
  /** Whether one warm host stands by without the app. Only useful where a host can be lost. */
  spare?: boolean
  logger: Logger
  onState(threadId: string, values: JsonObject): void
  /** What hosts want undone, and who is there to do it; see undo/undo-book.ts. */
  undos: MemberUndos
  /** The app answered `ready`: at the start, after a reload, after a host was lost. */
  onApp(app: AppInfo): void
  /** A host that replaces a lost one could not load the app. */
  onBroken(error: ChatwrightError): void
}

/** Who hears what members say of undoing, and of their coming and going. */
export interface MemberUndos {
  onFrame(member: Member, frame: UndoFromHost): void
  onReady(member: Member): void
  onGone(member: Member): void
}

/** The hosts of a gateway: one or more that serve, and a warm spare that takes over. */
export class HostPool {
  readonly #options: PoolOptions
  #createHost: CreateHost
  #members: Member[] = []
  #spare: Member | null = null
  /** Which member has the thread's in-memory state. */
  readonly #homes = new Map<string, Member>()
  readonly #waiting: (() => void)[] = []
  readonly #loads = new Map<Member, { resolve(app: AppInfo): void; reject(error: ChatwrightError): void }>()
  readonly #watch: NodeJS.Timeout
  #isClosed = false
  /** Since when no host is late, or null while one is. */
  #calmSince: number | null = null
  /** One too many: no thread that is new to it gets there. */
  #surplus: Member | null = null

  constructor(options: PoolOptions) {
    this.#options = options
    this.#createHost = options.createHost
    const blocks = new BlockWatch(options.logger)
    this.#watch = setInterval(() => {
      const now = performance.now()
      for (const member of this.#members) {
        member.watch(now)
        blocks.look(member, now)
        if (member.blockedMs() > lateMs) member.takeBack()
      }
      this.#shrink(now)
    }, watchEveryMs)
    this.#watch.unref()
  }

  /** Loads the app in the first hosts. Rejects with `app_failed` when it cannot be loaded. */
  async start(): Promise<AppInfo> {
    const members = Array.from({ length: this.#options.workers ?? 1 }, () => this.#make())
    const [app] = await Promise.all(members.map((member) => this.#load(member)))
    this.#keepSpare()
    return app as AppInfo
  }

  /** How the hosts stand, for `/health` and logs. */
  get summary(): { ready: number; late: number; leaving: number; spare: boolean; runs: number } {
    const ready = this.#members.filter((member) => member.status === 'ready')
    return {
      ready: ready.length,
      late: ready.filter((member) => member.blockedMs() > lateMs).length,
      leaving: this.#members.filter((member) => member.status === 'leaving').length,
      spare: this.#spare !== null,
      runs: this.#members.reduce((sum, member) => sum + member.runCount, 0),
    }
  }

  /**
   * A lane for a run, in the host that has its thread's state when that one is well. Null while no host can take it:
   * then `whenReady` tells when to ask again.
   */
  openLane(threadId: string, runId: string, sink: LaneSink): Lane | null {
    this.#fill()
    const home = this.#homes.get(threadId)
    const member = home && isWell(home) ? home : this.#pick()
    if (!member) return null
    const lane = member.openLane(runId, sink)
    if (!lane) {
      this.#replace(member)
      return null
    }
    this.#homes.set(threadId, member)
    return lane
  }

  /** Calls back once, when a host becomes ready. */
  whenReady(callback: () => void): void {
    this.#waiting.push(callback)
    if (!this.#isClosed && !this.#members.some((member) => member.status === 'loading')) this.#promote()
  }

  /** The thread is over here: hosts may drop what they hold for it. */
  forget(threadId: string): void {
    this.#homes.get(threadId)?.forget(threadId)
    this.#homes.delete(threadId)
  }

  /**
   * Puts other hosts in place, for changed code. New runs go to them as soon as the app is loaded there; the old ones
   * keep their runs until these end or `drainMs` pass. Rejects with `app_failed`, and changes nothing, when it cannot be
   * loaded.
   */
  async swap(createHost: CreateHost, drainMs: number): Promise<AppInfo> {
    const before = this.#createHost
    this.#createHost = createHost
    const leaving = this.#members
    const fresh = Array.from({ length: this.#options.workers ?? 1 }, () => new Member(createHost, this.#memberEvents))
    try {
      const [app] = await Promise.all(fresh.map((member) => this.#load(member)))
      this.#members = [...leaving, ...fresh]
      for (const member of leaving) if (member.status === 'ready') member.status = 'leaving'
      void this.#spare?.kill('another version of the app took over')
      this.#spare = null
      for (const member of leaving) void this.#retire(member, drainMs)
      this.#keepSpare()
      this.#wake()
      return app as AppInfo
    } catch (error) {
      this.#createHost = before
      for (const member of fresh) void member.kill('the app could not be loaded')
      throw error
    }
  }

  async close(timeoutMs: number): Promise<void> {
    this.#isClosed = true
    clearInterval(this.#watch)
    const all = this.#spare ? [...this.#members, this.#spare] : this.#members
    await Promise.all(all.map((member) => member.close('shutdown', timeoutMs)))
  }

  #make(): Member {
    const member = new Member(this.#createHost, this.#memberEvents)
    this.#members.push(member)
    return member
  }

  #load(member: Member): Promise<AppInfo> {
    return new Promise((resolve, reject) => {
      this.#loads.set(member, { resolve, reject })
      member.load()
    })
  }

  #pick(): Member | null {
    const well = this.#members.filter((member) => isWell(member) && member !== this.#surplus)
    if (well.length > 0) return well.reduce((least, member) => (member.runCount < least.runCount ? member : least))
    if (!this.#isClosed && !this.#members.some((member) => member.status === 'loading')) this.#promote()
    return null
  }

  /** Replaces hosts that were lost. Only when there is something to do: an app that always dies is not started for nothing. */
  #fill(): void {
    const serving = this.#members.filter(({ status }) => status === 'ready' || status === 'loading').length
    if (!this.#isClosed && serving > 0 && serving < (this.#options.workers ?? 1)) this.#promote()
  }

  /**
   * Lets the youngest go when it took over for a host that was only late: it gets no more threads, and ends when it has
   * neither a run nor the state of a thread.
   */
  #shrink(now: number): void {
    const ready = this.#members.filter(({ status }) => status === 'ready')
    this.#calmSince = ready.every(isWell) ? (this.#calmSince ?? now) : null
    const isCalm = this.#calmSince !== null && now - this.#calmSince >= calmMs
    this.#surplus = (isCalm && ready.length > (this.#options.workers ?? 1) && ready.at(-1)) || null
    if (this.#surplus === null || this.#isClosed || this.#surplus.runCount > 0) return
    for (const home of this.#homes.values()) if (home === this.#surplus) return
    this.#surplus.status = 'leaving'
    void this.#retire(this.#surplus, 0)
  }

  /** Lets the spare, or a fresh host, take over for one that is late or lost. */
  #promote(): void {
    const member = this.#spare ?? new Member(this.#createHost, this.#memberEvents)
    this.#spare = null
    this.#members.push(member)
    this.#load(member).then(
      () => this.#keepSpare(),
      (error: ChatwrightError) => {
        if (!this.#isClosed) this.#options.onBroken(error)
      },
    )
  }

  #replace(member: Member): void {
    member.status = 'leaving'
    void this.#retire(member, replacedDrainMs)
    this.#promote()
  }

  async #retire(member: Member, drainMs: number): Promise<void> {
    await member.drained(drainMs)
    await member.close('reload', 2_000)
  }

  #keepSpare(): void {
    if (this.#isClosed || !this.#options.spare || this.#spare) return
    this.#spare = new Member(this.#createHost, this.#memberEvents)
  }

  #wake(): void {
    for (const callback of this.#waiting.splice(0)) callback()
  }

  readonly #memberEvents = {
    onState: (threadId: string, values: JsonObject): void => this.#options.onState(threadId, values),

    onLog: ({ level, message, fields }: Extract<FromHost, { type: 'log' }>): void => {
      this.#options.logger[level]({ ...fields, from: 'app' }, message)
    },

    onUndo: (member: Member, frame: UndoFromHost): void => this.#options.undos.onFrame(member, frame),

    onGoesOn: (member: Member, { runId, name }: Extract<FromHost, { type: 'goes-on' }>): void => {
      if (member.status !== 'ready') return
      this.#options.logger.warn(
        { runId, handler: name },
        'a stopped run works on: its worker gets no new runs, and ends when the others in it have',
      )
      this.#replace(member)
    },

    onReady: (member: Member, app: AppInfo): void => {
      this.#loads.get(member)?.resolve(app)
      this.#loads.delete(member)
      this.#options.undos.onReady(member)
      this.#options.onApp(app)
      this.#wake()
    },

    onFailed: (member: Member, { error, detail }: Extract<FromHost, { type: 'failed' }>): void => {
      const failure = new ChatwrightError(error.code, error.message, {
        ...(error.fix === undefined ? {} : { fix: error.fix }),
        cause: detail,
      })
      this.#loads.get(member)?.reject(failure)
      this.#loads.delete(member)
      void member.kill('the app could not be loaded')
    },

    onGone: (member: Member, reason: string): void => {
      this.#members = this.#members.filter((other) => other !== member)
      if (this.#spare === member) this.#spare = null
      this.#options.undos.onGone(member)
      for (const [threadId, home] of this.#homes) if (home === member) this.#homes.delete(threadId)
      this.#loads.get(member)?.reject(
        new ChatwrightError('app_failed', 'The app ended while it was being loaded.', {
          fix: 'Look at the log: what the app threw or its process.exit stands there.',
          cause: reason,
        }),
      )
      this.#loads.delete(member)
      if (this.#isClosed) return
      if (member.hasEndedItself) {
        this.#options.logger.error({ ...member.culprit, reason }, 'a worker ended by itself; another takes over')
      }
      const isLast = !this.#members.some((other) => other.status === 'ready' || other.status === 'loading')
      if (isLast && this.#waiting.length > 0) this.#promote()
    },
  }
}

function isWell(member: Member): boolean {
  return member.status === 'ready' && member.blockedMs() <= lateMs
}
