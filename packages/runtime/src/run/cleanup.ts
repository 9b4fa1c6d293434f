/** What `chat.defer` takes: a function, or a thing that can be disposed of. */
export type Deferred = ((signal: AbortSignal) => unknown) | AsyncDisposable | Disposable

/** Runs one entry; never rejects, and is through by the entry's deadline. */
export type PutAway = (entry: Deferred) => Promise<void>

/**
 * What a run has to put away when it is over, whichever way it ends. Each entry runs once, the last first. One that
 * comes too late is run at once: code that got hold of something behind a stop must be able to let go of it.
 */
export class Cleanup {
  readonly #entries: Deferred[] = []
  #putAway: PutAway | null = null
  #running: Promise<void> | null = null
  #isDone = false

  add(entry: Deferred): void {
    if (this.#isDone && this.#putAway !== null) void this.#putAway(entry)
    else this.#entries.push(entry)
  }

  /** Runs them all. Asked again, it gives the same promise. */
  run(putAway: PutAway): Promise<void> {
    this.#putAway ??= putAway
    this.#running ??= this.#unwind(this.#putAway)
    return this.#running
  }

  async #unwind(putAway: PutAway): Promise<void> {
    for (let entry = this.#entries.pop(); entry !== undefined; entry = this.#entries.pop()) await putAway(entry)
    this.#isDone = true
  }
}
