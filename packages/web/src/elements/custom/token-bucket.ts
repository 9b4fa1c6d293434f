/** How much is taken at once, and how much more with each second. */
export interface Rate {
  most: number
  perSecond: number
}

/** Lets so much through and no more, so that a frame cannot keep the page and the server busy. */
export class TokenBucket {
  readonly #rate: Rate
  #left: number
  #at = performance.now()

  constructor(rate: Rate) {
    this.#rate = rate
    this.#left = rate.most
  }

  take(): boolean {
    const { most, perSecond } = this.#rate
    const now = performance.now()
    this.#left = Math.min(most, this.#left + ((now - this.#at) / 1_000) * perSecond)
    this.#at = now
    if (this.#left < 1) return false
    this.#left--
    return true
  }
}
