import type { Run } from '../run/run.ts'

/** Gives the name to show for a name of the app's own. */
export type Rename = (name: string) => unknown

/**
 * The names of a run's authors and steps as they are shown. Looked up once each. While a look-up is going on the run's
 * outputs are held back, so the right name is there from the first token and nothing changes its order.
 */
export class AuthorNames {
  readonly #run: Run
  readonly #rename: Rename | null
  readonly #known = new Map<string, string | Promise<string>>()

  constructor(run: Run, rename: Rename | null) {
    this.#run = run
    this.#rename = rename
  }

  /** Calls `fill` with the name: at once, or before the outputs that are emitted from now on go out. */
  resolve(name: string, fill: (shown: string) => void): void {
    if (this.#rename === null) return fill(name)
    const known = this.#known.get(name) ?? this.#lookUp(name, this.#rename)
    if (typeof known === 'string') fill(known)
    else this.#run.holdOutputs(known.then(fill))
  }

  #lookUp(name: string, rename: Rename): string | Promise<string> {
    const known = this.#ask(name, rename)
    this.#known.set(name, known)
    return known
  }

  #ask(name: string, rename: Rename): string | Promise<string> {
    const accept = (shown: unknown): string => {
      const result = typeof shown === 'string' && shown !== '' ? shown : name
      this.#known.set(name, result)
      return result
    }
    const keep = (error: unknown): string => {
      const message = error instanceof Error ? error.message : String(error)
      this.#run.log('error', `renameAuthor failed, so the name stays: ${message}`, { runId: this.#run.id })
      return name
    }
    try {
      const shown = rename(name)
      return shown instanceof Promise ? shown.then(accept, keep) : accept(shown)
    } catch (error) {
      return keep(error)
    }
  }
}
