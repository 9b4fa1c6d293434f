import type { PageFunctions } from '@chatwright/client'
import type { FromFrame, Json, ToFrame } from '@chatwright/protocol'

/** So many names a frame may offer. */
const most = 50

type Returned = Extract<FromFrame, { type: 'returned' }>
interface Pending {
  resolve(value: Json): void
  reject(error: Error): void
}

/** What a frame offers to the app, for the conversation that its element stands in and no other. */
export class FrameFunctions {
  readonly #functions: PageFunctions
  readonly #threadId: string
  readonly #tell: (message: ToFrame) => void
  readonly #offs = new Map<string, () => void>()
  readonly #pending = new Map<number, Pending>()
  #runs = 0

  constructor(functions: PageFunctions, threadId: string, tell: (message: ToFrame) => void) {
    this.#functions = functions
    this.#threadId = threadId
    this.#tell = tell
  }

  /** It has these now, and no others. What cannot be a name is left out. */
  offer(names: readonly string[]): void {
    for (const [name, off] of this.#offs) {
      if (names.includes(name)) continue
      off()
      this.#offs.delete(name)
    }
    for (const name of names.slice(0, most)) if (!this.#offs.has(name)) this.#add(name)
  }

  returned({ run, value, error }: Returned): void {
    const pending = this.#pending.get(run)
    this.#pending.delete(run)
    if (error === undefined) pending?.resolve(value ?? null)
    else pending?.reject(new Error(error))
  }

  /** The frame is gone. */
  close(): void {
    this.offer([])
    for (const { reject } of this.#pending.values()) reject(new Error('Its element is gone from the page.'))
    this.#pending.clear()
  }

  #add(name: string): void {
    try {
      const run = (args: Json, { signal }: { signal: AbortSignal }): Promise<Json> => this.#run(name, args, signal)
      this.#offs.set(name, this.#functions.register(name, run, { threadId: this.#threadId }))
    } catch (error) {
      console.warn(`chatwright: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  #run(name: string, args: Json, signal: AbortSignal): Promise<Json> {
    const run = ++this.#runs
    return new Promise((resolve, reject) => {
      this.#pending.set(run, { resolve, reject })
      signal.addEventListener('abort', () => {
        this.#pending.delete(run)
        this.#tell({ type: 'abort', run })
        reject(new Error('Nobody waits for it any more.'))
      })
      this.#tell({ type: 'run', run, name, args })
    })
  }
}
