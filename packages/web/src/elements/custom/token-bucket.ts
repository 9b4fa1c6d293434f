/** How many calls of a frame are taken at once, and how many more with each second. */
const most = 30
const perSecond = 10

/** Lets so much through and no more, so that a frame cannot keep the page and the server busy. */
export class TokenBucket {
  #left = most
  #at = performance.now()

  take(): boolean {
    const now = performance.now()
    this.#left = Math.min(most, this.#left + ((now - this.#at) / 1_000) * perSecond)
    this.#at = now
    if (this.#left < 1) return false
    this.#left--
    return true
  }
}
