import type { Environment } from './environment.ts'

/** Gathers what is to be shown and shows it together, once a frame, however many batches arrive in between. */
export class Frames {
  readonly #environment: Environment
  readonly #due = new Set<() => void>()
  #cancel: (() => void) | null = null

  constructor(environment: Environment) {
    this.#environment = environment
  }

  /** Calls `show` at the next frame, once. */
  schedule(show: () => void): void {
    this.#due.add(show)
    this.#cancel ??= this.#environment.nextFrame(() => this.#run())
  }

  close(): void {
    this.#cancel?.()
    this.#due.clear()
  }

  #run(): void {
    this.#cancel = null
    const due = [...this.#due]
    this.#due.clear()
    for (const show of due) show()
  }
}
