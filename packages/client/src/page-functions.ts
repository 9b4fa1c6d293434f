import { ChatwrightError, isFunctionName, type Json } from '@chatwright/protocol'

/** For what a function of the page is run. */
export interface PageCallInfo {
  threadId: string
  /** Aborted when nobody waits for it any more: the run was stopped, the time is up, or another page took over. */
  signal: AbortSignal
}

/**
 * What `chat.page.call` runs. `args`: JSON values from the app. What it gives back (a promise, too) is JSON of 100,000
 * characters at most; what it throws, the app hears of by its words.
 */
export type PageFunction = (args: Json, info: PageCallInfo) => unknown

interface Entry {
  run: PageFunction
  threadId: string | undefined
}

/** The functions that the app can have run in this page, by their names. */
export class PageFunctions {
  readonly #entries = new Map<string, Entry[]>()
  readonly #listeners = new Set<() => void>()

  /**
   * Offers a function to the app: to all conversations that are shown, or with `threadId` to one. Of several under one name
   * the latest is run, and one that is offered to all before one that is offered to a single conversation, as custom
   * elements do. Gives the way to take it back. Throws `bad_option`.
   */
  register(name: string, run: PageFunction, { threadId }: { threadId?: string } = {}): () => void {
    if (!isFunctionName(name) || typeof run !== 'function') {
      throw new ChatwrightError('bad_option', `functions.register: not the name of a function: ${name}.`, {
        fix: 'Give a name of letters, digits and _ . : - that begins with a letter, and a function.',
      })
    }
    const entry = { run, threadId }
    this.#entries.set(name, [...(this.#entries.get(name) ?? []), entry])
    for (const listener of this.#listeners) listener()
    return () => {
      const left = (this.#entries.get(name) ?? []).filter((other) => other !== entry)
      if (left.length > 0) this.#entries.set(name, left)
      else this.#entries.delete(name)
    }
  }

  /** The function that is run under this name in this conversation. */
  find(name: string, threadId: string): PageFunction | undefined {
    const entries = this.#entries.get(name) ?? []
    const found = entries.findLast((entry) => entry.threadId === undefined) ?? entries.findLast(isOf(threadId))
    return found?.run
  }

  /** Tells of new functions. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

function isOf(threadId: string): (entry: Entry) => boolean {
  return (entry) => entry.threadId === threadId
}
