/** How long code may keep the loop from turning before a call that can wait makes it turn, in milliseconds. */
const longestStretchMs = 16

/**
 * Sees to it that the loop turns. `for await` over a source that never really waits is a chain of microtasks: no timer
 * fires and no frame is read in it, so no stop would ever be heard. Calls that such a loop makes ask here whether the
 * loop has turned lately, and wait one turn when it has not.
 */
export class Pace {
  /** When the current stretch began, or 0 when nobody asked since the loop last turned. */
  #since = 0
  #turn: Promise<void> | null = null
  readonly #reset = (): void => {
    this.#since = 0
  }

  /** Null to go on at once, or a promise that is there after the loop turned. */
  pause(): Promise<void> | null {
    if (this.#since === 0) {
      this.#since = performance.now()
      setImmediate(this.#reset)
      return null
    }
    return performance.now() - this.#since > longestStretchMs ? this.turn() : null
  }

  /** Resolves when the loop has turned. All who wait in one stretch share it. */
  turn(): Promise<void> {
    this.#turn ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#turn = null
        this.#since = 0
        resolve()
      })
    })
    return this.#turn
  }
}
