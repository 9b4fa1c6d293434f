/** Lets so many be at work at a time, in the order in which they came. */
export class Turns {
  readonly #most: number
  readonly #longestMs: number
  readonly #waiting = new Set<() => void>()
  #atWork = 0

  /** `longestMs`: who takes longer goes on, but keeps nobody waiting any more. */
  constructor(most: number, longestMs: number) {
    this.#most = most
    this.#longestMs = longestMs
  }

  /** Calls `begin` when it is its turn. Gives what ends that, also before it began. */
  take(begin: () => void): () => void {
    let end = (): void => {
      this.#waiting.delete(start)
    }
    const start = (): void => {
      let isOver = false
      const timer = setTimeout(() => end(), this.#longestMs)
      end = () => {
        clearTimeout(timer)
        if (isOver) return
        isOver = true
        this.#atWork--
        this.#callNext()
      }
      begin()
    }
    this.#waiting.add(start)
    this.#callNext()
    return () => end()
  }

  #callNext(): void {
    for (const start of this.#waiting) {
      if (this.#atWork >= this.#most) return
      this.#waiting.delete(start)
      this.#atWork++
      start()
    }
  }
}
