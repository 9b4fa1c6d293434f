import { EventEmitter, getEventListeners } from 'node:events'
import { currentRunId } from '@chatwright/runtime/testing'
import { callSite } from './call-site.ts'

/** Timers have a watcher of their own; requests that only write are of the connection. */
const uncounted = new Set(['Timeout', 'Immediate', 'TickObject', 'WriteWrap', 'ShutdownWrap'])

/** What keeps the process alive, by kind. */
export type Handles = ReadonlyMap<string, number>

/** Counts sockets, files, processes and the like that are open or under way. */
export function openHandles(): Handles {
  const counts = new Map<string, number>()
  for (const kind of process.getActiveResourcesInfo()) {
    if (!uncounted.has(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return counts
}

/** What there is more of than before: `1 more TCPSocketWrap`. */
export function moreHandles(before: Handles, after: Handles = openHandles()): string[] {
  return [...after].flatMap(([kind, count]) => {
    const more = count - (before.get(kind) ?? 0)
    return more > 0 ? [`${more} more ${kind} than before`] : []
  })
}

interface Listening {
  target: EventEmitter | EventTarget
  name: string | symbol
  listener: unknown
  at: string | null
}

/**
 * Knows which listeners the code of runs has added, and to what. A listener on something that dies with its run is no
 * leak; one that is still there on something which runs share is: see {@link left}.
 */
export class RunListeners implements Disposable {
  readonly #byRun = new Map<string, Listening[]>()
  readonly #restore: () => void

  constructor() {
    this.#restore = this.#install()
  }

  /**
   * What the listeners of a run still hang on that is shared: the process, or what code of another run, or code outside
   * runs, listens on as well.
   */
  left(runId: string): string[] {
    const own = this.#byRun.get(runId) ?? []
    return own.filter((listening) => isThere(listening) && this.#isShared(runId, listening)).map(describe)
  }

  [Symbol.dispose](): void {
    this.#restore()
    this.#byRun.clear()
  }

  #isShared(runId: string, { target }: Listening): boolean {
    if (target === process) return true
    for (const [otherId, others] of this.#byRun) {
      if (otherId !== runId && others.some((other) => other.target === target)) return true
    }
    return false
  }

  #note(target: EventEmitter | EventTarget, name: string | symbol, listener: unknown): void {
    const runId = currentRunId()
    if (runId === null) return
    const at = callSite()
    if (at === null || at.includes('node_modules')) return
    const listening = this.#byRun.get(runId) ?? []
    listening.push({ target, name, listener, at })
    this.#byRun.set(runId, listening)
  }

  #install(): () => void {
    const emitter = EventEmitter.prototype
    const target = EventTarget.prototype
    const { on, addListener, prependListener } = emitter
    const { addEventListener } = target
    const note = this.#note.bind(this)
    const noted = (real: typeof on): typeof on =>
      function (this: EventEmitter, name, listener) {
        note(this, name as string | symbol, listener)
        return real.call(this, name, listener)
      }
    Object.assign(emitter, {
      on: noted(on),
      addListener: noted(addListener),
      prependListener: noted(prependListener),
    })
    target.addEventListener = function (this: EventTarget, ...all: Parameters<typeof addEventListener>) {
      note(this, all[0], all[1])
      addEventListener.apply(this, all)
    }
    return () => {
      Object.assign(emitter, { on, addListener, prependListener })
      target.addEventListener = addEventListener
    }
  }
}

function isThere({ target, name, listener }: Listening): boolean {
  if (target instanceof EventEmitter) {
    return (
      target.rawListeners(name).includes(listener as () => void) ||
      target.listeners(name).includes(listener as () => void)
    )
  }
  return getEventListeners(target, String(name)).includes(listener as () => void)
}

function describe({ target, name, at }: Listening): string {
  const whose = target === process ? 'process' : target.constructor.name
  return `a listener for '${String(name)}' on ${whose}${at === null ? '' : `, added at ${at}`}`
}
