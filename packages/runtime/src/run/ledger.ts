import { describeCallSite, markCallSite, type CallSite } from './call-site.ts'

/** A promise of the framework that nobody looked at, and how it failed. */
export interface ForgottenFailure {
  label: string
  error: unknown
}

/**
 * A promise that knows whether anybody looks at how it ends. What is chained to it is entered in the same ledger, so a
 * forgotten `chat.send(…).then(…)` is waited for to its last link.
 */
class RunPromise<T> extends Promise<T> {
  isSeen = false
  #enterNext: ((next: RunPromise<unknown>) => unknown) | null = null

  /** What to do with this promise and with each that is chained to it. */
  enter(how: (promise: RunPromise<unknown>) => void): this {
    this.#enterNext = (next) => next.enter(how)
    how(this)
    return this
  }

  // oxlint-disable-next-line unicorn/no-thenable -- being asked for the outcome is what this class is about
  override then<A = T, B = never>(
    onValue?: ((value: T) => A | PromiseLike<A>) | null,
    onError?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.isSeen = true
    const next = super.then(onValue, onError)
    if (next instanceof RunPromise) this.#enterNext?.(next)
    return next
  }

  /** Looks at the outcome without counting as anybody, and makes no further link. */
  peek(onValue: () => void, onError: (error: unknown) => void): void {
    super.then(onValue, onError)
  }
}

/** Work that is going on, or was; `site` is where the app began it, in development. */
interface Entry {
  readonly label: string
  readonly site: CallSite | null
}

/** Work that went on after a stop, and for how long, in milliseconds. */
export interface HeldUp {
  name: string
  ms: number
}

/** What ends sooner than this after a stop holds nobody up, in milliseconds. */
const promptMs = 20
/** How many of those that ended are remembered. */
const mostHeldUp = 100

/**
 * The promises a run started: what it still waits for, and what failed while nobody looked. This is why a forgotten
 * `await` loses nothing, and why no such promise can become an unhandled rejection.
 */
export class Ledger {
  readonly #marks: boolean
  readonly #busy = new Map<object, Entry>()
  #latest: Entry | null = null
  #stopped: { now: () => number; at: number } | null = null
  readonly #heldUp: { entry: Entry; ms: number }[] = []
  #failed: { promise: RunPromise<unknown>; failure: ForgottenFailure }[] = []
  #idle: (() => void)[] = []

  /** `marks`: in development, names say where the work was begun. */
  constructor({ marks = false }: { marks?: boolean | undefined } = {}) {
    this.#marks = marks
  }

  /** Enters work under a name for the log, and gives the promise to hand to the author. */
  track<T>(label: string, work: Promise<T>): Promise<T> {
    const entry = this.#entry(label)
    this.#latest = entry
    return new RunPromise<T>((resolve, reject) => {
      work.then(resolve, reject)
    }).enter((promise) => this.#watch(entry, promise))
  }

  /**
   * A promise that rejects with what the caller has to know, and troubles nobody who does not look. `after`: what it
   * waits for first.
   */
  rejected(error: unknown, after: Promise<void> | null): Promise<never> {
    const refusal = async (): Promise<never> => {
      if (after !== null) await after
      throw error
    }
    return new RunPromise<never>((resolve) => resolve(refusal())).enter((promise) => promise.peek(ignore, ignore))
  }

  /** Enters work whose failure somebody else reports. */
  hold(label: string, work: Promise<unknown>): void {
    this.#busy.set(work, this.#entry(label))
    const leave = (): void => this.#leave(work)
    work.then(leave, leave)
  }

  /** Names what is still going on. */
  get labels(): string[] {
    return [...new Set([...this.#busy.values()].map(nameOf))]
  }

  /** The call that was entered last, or null. */
  get latest(): string | null {
    return this.#latest === null ? null : nameOf(this.#latest)
  }

  /** The run was stopped: from now on it is noted what takes how long to end. */
  time(now: () => number): void {
    this.#stopped ??= { now, at: now() }
  }

  /** What went on after the stop, the longest first; what still does counts until now. */
  get heldUp(): HeldUp[] {
    if (this.#stopped === null) return []
    const ms = this.#stopped.now() - this.#stopped.at
    const longest = new Map<string, number>()
    for (const one of [...this.#heldUp, ...[...this.#busy.values()].map((entry) => ({ entry, ms }))]) {
      const name = nameOf(one.entry)
      longest.set(name, Math.max(one.ms, longest.get(name) ?? 0))
    }
    return [...longest].map(([name, took]) => ({ name, ms: took })).sort((a, b) => b.ms - a.ms)
  }

  get isIdle(): boolean {
    return this.#busy.size === 0
  }

  /** Resolves when nothing is going on. More may begin right after. */
  async idle(): Promise<void> {
    while (this.#busy.size > 0) await new Promise<void>((resolve) => this.#idle.push(resolve))
  }

  /** What failed and was looked at by nobody until now. */
  takeForgotten(): ForgottenFailure[] {
    const forgotten = this.#failed.filter((entry) => !entry.promise.isSeen).map((entry) => entry.failure)
    this.#failed = []
    return forgotten
  }

  #entry(label: string): Entry {
    return { label, site: this.#marks ? markCallSite() : null }
  }

  #watch(entry: Entry, promise: RunPromise<unknown>): void {
    this.#busy.set(promise, entry)
    promise.peek(
      () => this.#leave(promise),
      (error) => {
        // What somebody looked at by now is theirs; a loop that catches a million failures keeps none of them here.
        if (!promise.isSeen) this.#failed.push({ promise, failure: { label: entry.label, error } })
        this.#leave(promise)
      },
    )
  }

  #leave(work: object): void {
    if (this.#stopped !== null) this.#noteEnd(this.#busy.get(work), this.#stopped)
    this.#busy.delete(work)
    if (this.#busy.size > 0) return
    const idle = this.#idle
    this.#idle = []
    for (const resolve of idle) resolve()
  }

  #noteEnd(entry: Entry | undefined, { now, at }: { now: () => number; at: number }): void {
    const ms = now() - at
    if (entry && ms >= promptMs && this.#heldUp.length < mostHeldUp) this.#heldUp.push({ entry, ms })
  }
}

function nameOf({ label, site }: Entry): string {
  const place = site && describeCallSite(site)
  return place ? `${label} (${place})` : label
}

const ignore = (): void => undefined
