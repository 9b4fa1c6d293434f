import type { FromFrame, Json, ToFrame } from '@chatwright/protocol'

/** A function of an element. `args`: JSON values from the app; `signal`: aborted when nobody waits for it any more. */
export type ElementFunction = (args: Json, info: { signal: AbortSignal }) => unknown

/** The functions that the components of a frame have now, and those of them that are at work. */
export class Offered {
  readonly #tell: (message: FromFrame) => void
  readonly #functions = new Map<string, ElementFunction[]>()
  readonly #running = new Map<number, AbortController>()

  constructor(tell: (message: FromFrame) => void) {
    this.#tell = tell
  }

  /** Gives the way to take it back. The latest of several under one name is run. */
  add(name: string, run: ElementFunction): () => void {
    this.#functions.set(name, [...(this.#functions.get(name) ?? []), run])
    this.#say()
    return () => {
      const left = (this.#functions.get(name) ?? []).filter((other) => other !== run)
      if (left.length > 0) this.#functions.set(name, left)
      else this.#functions.delete(name)
      this.#say()
    }
  }

  async run({ run, name, args }: Extract<ToFrame, { type: 'run' }>): Promise<void> {
    const work = new AbortController()
    this.#running.set(run, work)
    try {
      const found = this.#functions.get(name)?.at(-1)
      if (!found) throw new Error('It is gone from its element.')
      const given = await found(args, { signal: work.signal })
      const text = given === undefined ? 'null' : JSON.stringify(given)
      if (text === undefined) throw new Error('It gave back something that JSON cannot hold.')
      this.#tell({ type: 'returned', run, value: JSON.parse(text) as Json })
    } catch (error) {
      this.#tell({ type: 'returned', run, error: error instanceof Error ? error.message : String(error) })
    } finally {
      this.#running.delete(run)
    }
  }

  abort(run: number): void {
    this.#running.get(run)?.abort()
  }

  #say(): void {
    this.#tell({ type: 'functions', names: [...this.#functions.keys()] })
  }
}
