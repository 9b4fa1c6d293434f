import { setMaxListeners } from 'node:events'
import type { NoticeWords } from '../chat/notice-words.ts'

/**
 * Which part of a run's life code belongs to.
 *
 * `work`: the handler and all it calls. `error`: the error hook. `shield`: inside `chat.shield`. `notice`: `onStop`.
 * `cleanup`: a function given to `chat.defer`.
 */
export type LaneKind = 'work' | 'error' | 'shield' | 'notice' | 'cleanup'

/**
 * A part of a run that is interrupted as one. Interrupting ends what waits in it; aborting tells others through its
 * signal. They are two acts because a shield holds back the second while the first, the fence, falls at once.
 */
export class Lane {
  readonly kind: LaneKind
  /** Where what is said here goes when it is a stop's notice and not a message. */
  readonly words: NoticeWords | null
  readonly #waiting = new Set<(reason: Error) => void>()
  #nested: Set<Lane> | null = null
  #controller: AbortController | null = null
  #reason: Error | null = null
  #abortReason: Error | null = null

  constructor(kind: LaneKind, words: NoticeWords | null = null) {
    this.kind = kind
    this.words = words
  }

  get signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController()
      // A run may well hand its signal to a hundred requests; that is no leak.
      setMaxListeners(0, this.#controller.signal)
      if (this.#abortReason !== null) this.#controller.abort(this.#abortReason)
    }
    return this.#controller.signal
  }

  /** Why what waits here is ended, or null. */
  get reason(): Error | null {
    return this.#reason
  }

  /** Whether code here may still wait after the fence. Only writing is over for it. */
  get isShielded(): boolean {
    return this.kind === 'shield' || this.kind === 'notice' || this.kind === 'cleanup'
  }

  /** Ends everything that waits here, and whatever will. */
  interrupt(reason: Error): void {
    this.#reason = reason
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const end of waiting) end(reason)
    for (const lane of this.#nested ?? []) lane.interrupt(reason)
  }

  /** Aborts the signal; the first reason stays. */
  abort(reason: Error): void {
    this.#abortReason ??= reason
    this.#controller?.abort(reason)
    for (const lane of this.#nested ?? []) lane.abort(reason)
  }

  /**
   * A lane within this one: it ends with it, and can be ended alone. It is kept as long as this one: what was begun in it
   * and not waited for must hear of a stop, too.
   */
  nest(): Lane {
    const lane = new Lane(this.kind, this.words)
    if (this.#reason !== null) lane.interrupt(this.#reason)
    if (this.#abortReason !== null) lane.abort(this.#abortReason)
    this.#nested ??= new Set()
    this.#nested.add(lane)
    return lane
  }

  /** Calls `end` when the lane is interrupted; at once when it was. Returns the off switch. */
  onInterrupt(end: (reason: Error) => void): () => void {
    if (this.#reason !== null) {
      end(this.#reason)
      return () => undefined
    }
    this.#waiting.add(end)
    return () => this.#waiting.delete(end)
  }

  /** Waits for `promise` or for the interruption, whichever is first. Leaves nothing behind. */
  wait<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const off = this.onInterrupt(reject)
      promise.then(
        (value) => {
          off()
          resolve(value)
        },
        (error: unknown) => {
          off()
          reject(error)
        },
      )
    })
  }
}
