/**
 * Gives pieces of work that nobody waits for a turn of the loop each, one after the other. A hundred threads that stream
 * want their partial text stored in the same second; at once, that would hold up everybody's next word.
 */
export class Turns {
  readonly #waiting: (() => void)[] = []
  #isScheduled = false

  add(work: () => void): void {
    this.#waiting.push(work)
    this.#schedule()
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      this.#waiting.shift()?.()
      if (this.#waiting.length > 0) this.#schedule()
    })
  }
}
