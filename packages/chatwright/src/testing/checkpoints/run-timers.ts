import { syncBuiltinESMExports } from 'node:module'
import timersPromises from 'node:timers/promises'
import { promisify } from 'node:util'
import { currentRunId, keepContext, type FakeClock } from '@chatwright/runtime/testing'
import { callSite, isCalledFromInside } from './call-site.ts'

type Callback = (...values: unknown[]) => void

/** A timer that a run's code began and that waits. */
export interface WaitingTimer {
  runId: string
  /** Such as `setInterval(…, 1000)`. */
  what: string
  at: string | null
}

/**
 * Puts the timers that code inside a run begins (`setTimeout`, `setInterval` and those of `node:timers/promises`) on a
 * fake clock, and knows which still wait and where they were begun. Timers of all other code stay the machine's.
 */
export class RunTimers implements Disposable {
  readonly #clock: FakeClock
  readonly #onError: (error: unknown) => void
  readonly #waiting = new Map<RunTimer, WaitingTimer>()
  readonly #byId = new Map<number, RunTimer>()
  readonly #restore: () => void
  #lastId = 1_000_000_000

  /** `onError`: hears what a timer's callback throws. */
  constructor(clock: FakeClock, onError: (error: unknown) => void) {
    this.#clock = clock
    this.#onError = onError
    this.#restore = this.#install()
  }

  /** Those of a run that still wait. */
  waiting(runId: string): WaitingTimer[] {
    return [...this.#waiting.values()].filter((timer) => timer.runId === runId)
  }

  [Symbol.dispose](): void {
    this.#restore()
    for (const timer of this.#waiting.keys()) timer.close()
  }

  #begin(kind: 'setTimeout' | 'setInterval', callback: Callback, ms: unknown, values: unknown[]): RunTimer {
    const delay = Number(ms)
    const delayMs = delay >= 1 && delay <= 2_147_483_647 ? Math.trunc(delay) : 1
    const entry = { runId: currentRunId() ?? '', what: `${kind}(…, ${delayMs})`, at: callSite() }
    const call = keepContext(() => {
      try {
        callback(...values)
      } catch (error) {
        this.#onError(error)
      }
    })
    const timer: RunTimer = new RunTimer(this.#clock, {
      id: ++this.#lastId,
      delayMs,
      repeats: kind === 'setInterval',
      call,
      onWait: () => this.#waiting.set(timer, entry),
      onOver: () => this.#waiting.delete(timer),
    })
    this.#byId.set(this.#lastId, timer)
    timer.refresh()
    return timer
  }

  #end(timer: unknown): boolean {
    const own = timer instanceof RunTimer ? timer : this.#byId.get(Number(timer))
    own?.close()
    return own !== undefined
  }

  #install(): () => void {
    const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis
    const { setTimeout: wait, setInterval: repeat } = timersPromises
    const begin =
      (kind: 'setTimeout' | 'setInterval', real: (callback: Callback, ms?: number, ...values: unknown[]) => unknown) =>
      (callback: Callback, ms?: number, ...values: unknown[]): unknown => {
        const isOwn = currentRunId() !== null && typeof callback === 'function' && !isCalledFromInside(patched[kind])
        if (isOwn) return this.#begin(kind, callback, ms, values)
        return real(callback, ms, ...values)
      }
    const patched = { setTimeout: begin('setTimeout', setTimeout), setInterval: begin('setInterval', setInterval) }
    const end =
      (real: (timer: never) => void) =>
      (timer: unknown): void => {
        if (!this.#end(timer)) real(timer as never)
      }
    const waitInRun = (ms?: number, value?: unknown, options?: { signal?: AbortSignal; ref?: boolean }) =>
      currentRunId() === null ? wait(ms, value, options) : this.#wait(ms, value, options?.signal)
    const repeatInRun = (ms?: number, value?: unknown, options?: { signal?: AbortSignal; ref?: boolean }) =>
      currentRunId() === null ? repeat(ms, value, options) : this.#repeat(ms, value, options?.signal)

    Object.assign(patched.setTimeout, { [promisify.custom]: waitInRun })
    Object.assign(globalThis, { ...patched, clearTimeout: end(clearTimeout), clearInterval: end(clearInterval) })
    Object.assign(timersPromises, { setTimeout: waitInRun, setInterval: repeatInRun })
    syncBuiltinESMExports()
    return () => {
      Object.assign(globalThis, { setTimeout, setInterval, clearTimeout, clearInterval })
      Object.assign(timersPromises, { setTimeout: wait, setInterval: repeat })
      syncBuiltinESMExports()
    }
  }

  #wait<T>(ms: number | undefined, value: T, signal: AbortSignal | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(abortError(signal))
      const onAbort = (): void => {
        timer.close()
        reject(abortError(signal))
      }
      const timer = this.#begin(
        'setTimeout',
        () => {
          signal?.removeEventListener('abort', onAbort)
          resolve(value)
        },
        ms,
        [],
      )
      signal?.addEventListener('abort', onAbort, { once: true })
    })
  }

  async *#repeat<T>(ms: number | undefined, value: T, signal: AbortSignal | undefined): AsyncGenerator<T, void> {
    for (;;) yield this.#wait(ms, value, signal)
  }
}

/** What Node's own timers of `node:timers/promises` reject with. */
function abortError(signal: AbortSignal | undefined): Error {
  const error = new Error('The operation was aborted', { cause: signal?.reason })
  return Object.assign(error, { name: 'AbortError', code: 'ABORT_ERR' })
}

interface RunTimerParts {
  id: number
  delayMs: number
  repeats: boolean
  call: () => void
  onWait: () => void
  onOver: () => void
}

/** Looks like a timer of Node's. */
class RunTimer implements Disposable {
  readonly #clock: FakeClock
  readonly #parts: RunTimerParts
  #off: (() => void) | null = null
  #hasRef = true

  constructor(clock: FakeClock, parts: RunTimerParts) {
    this.#clock = clock
    this.#parts = parts
  }

  refresh(): this {
    const { delayMs, repeats, call, onWait, onOver } = this.#parts
    this.#off?.()
    onWait()
    this.#off = this.#clock.after(delayMs, () => {
      this.#off = null
      if (repeats) this.refresh()
      else onOver()
      call()
    })
    return this
  }

  close(): this {
    this.#off?.()
    this.#off = null
    this.#parts.onOver()
    return this
  }

  ref(): this {
    this.#hasRef = true
    return this
  }

  unref(): this {
    this.#hasRef = false
    return this
  }

  hasRef(): boolean {
    return this.#hasRef
  }

  [Symbol.toPrimitive](): number {
    return this.#parts.id
  }

  [Symbol.dispose](): void {
    this.close()
  }
}
