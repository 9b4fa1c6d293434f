import { hasEnded, type ThreadState } from '@chatwright/protocol'

/**
 * Stops that the server has told of ahead: the event that says so is behind text which is still on its way to here. Until
 * it has come nothing more is shown; then all of it, at once, as far as it was kept.
 */
export class ForetoldStops {
  readonly #runIds = new Set<string>()

  get isHolding(): boolean {
    return this.#runIds.size > 0
  }

  get runIds(): string[] {
    return [...this.#runIds]
  }

  note(runId: string, state: ThreadState): void {
    this.#runIds.add(runId)
    this.observe(state)
  }

  /** Looks at the thread as it is now, shown or not. */
  observe(state: ThreadState): void {
    for (const runId of this.#runIds) {
      const run = state.runs.findLast(({ id }) => id === runId)
      if (run && (run.state === 'stopping' || hasEnded(run.state))) this.#runIds.delete(runId)
    }
  }

  /** What comes now is not what they were told ahead of. */
  clear(): void {
    this.#runIds.clear()
  }
}
