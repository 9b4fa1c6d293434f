/** Work under way that somebody will want to wait for. */
export class Pending {
  readonly #work = new Set<Promise<unknown>>()

  /** Notes work until it is over, however it ends; gives it back. */
  track<T>(work: Promise<T>): Promise<T> {
    this.#work.add(work)
    const forget = (): boolean => this.#work.delete(work)
    work.then(forget, forget)
    return work
  }

  /** Resolves when nothing is under way, what was begun meanwhile included. Never rejects. */
  async settled(): Promise<void> {
    while (this.#work.size > 0) await Promise.allSettled(this.#work)
  }
}
