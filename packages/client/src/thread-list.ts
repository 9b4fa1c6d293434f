import {
  ChatwrightError,
  type CommandName,
  type CommandResult,
  type PublicError,
  type ServerToClient,
  type ThreadSummary,
} from '@chatwright/protocol'
import { createCell, type Observable } from './cell.ts'
import type { CommandBody, Outbox } from './outbox.ts'

/**
 * The person's threads, newest first. `search`: what they were filtered by, empty for all. `hasMore`: `more()` gets
 * further ones.
 */
export interface ThreadListSnapshot {
  status: 'idle' | 'loading' | 'ready' | 'error'
  threads: readonly ThreadSummary[]
  search: string
  hasMore: boolean
  isLoadingMore: boolean
  error: PublicError | null
}

/** The list of the person's threads: pages, search, live changes, and renames and deletions that show at once. */
export class ThreadList implements Observable<ThreadListSnapshot> {
  readonly #outbox: Outbox
  readonly #cell = createCell<ThreadListSnapshot>({
    status: 'idle',
    threads: [],
    search: '',
    hasMore: false,
    isLoadingMore: false,
    error: null,
  })
  /** As the server has them; what the person did and the server has not confirmed lies over it. */
  #threads: ThreadSummary[] = []
  readonly #titles = new Map<string, { title: string }>()
  readonly #deleted = new Set<string>()
  #next: string | null = null
  /** Counts loads: the answer to an older one is out of date. */
  #load = 0

  constructor(outbox: Outbox) {
    this.#outbox = outbox
  }

  readonly getSnapshot = (): ThreadListSnapshot => this.#cell.getSnapshot()
  readonly subscribe = (listener: () => void): (() => void) => this.#cell.subscribe(listener)

  /** Loads the first page; does nothing when it is there or under way. */
  load(): void {
    const { status } = this.getSnapshot()
    if (status === 'idle' || status === 'error') this.#reload(this.getSnapshot().search)
  }

  /** Shows only threads whose title has this text; empty for all. */
  search(text: string): void {
    if (text !== this.getSnapshot().search || this.getSnapshot().status === 'idle') this.#reload(text)
  }

  /** Loads the next page. */
  more(): void {
    const { search, isLoadingMore } = this.getSnapshot()
    if (this.#next === null || isLoadingMore) return
    const load = this.#load
    this.#set({ isLoadingMore: true })
    const body = { after: this.#next, ...(search === '' ? {} : { search }) }
    void this.#ask('listThreads', body).then(
      (page) => {
        if (load !== this.#load) return
        const known = new Set(this.#threads.map((thread) => thread.id))
        this.#threads = [...this.#threads, ...page.threads.filter((thread) => !known.has(thread.id))]
        this.#next = page.next
        this.#set({ isLoadingMore: false, error: null })
      },
      (error: unknown) => {
        if (load === this.#load) this.#set({ isLoadingMore: false, error: publicError(error) })
      },
    )
  }

  /** Gives a thread another title. Shown at once, taken back when the server refuses; then the promise rejects. */
  async rename(threadId: string, title: string): Promise<void> {
    const override = { title: title.trim() }
    this.#titles.set(threadId, override)
    this.#set({})
    try {
      await this.#ask('renameThread', { threadId, title: override.title })
      this.#threads = this.#threads.map((thread) =>
        thread.id === threadId ? { ...thread, title: override.title } : thread,
      )
    } finally {
      if (this.#titles.get(threadId) === override) this.#titles.delete(threadId)
      this.#set({})
    }
  }

  /** Deletes a thread for good. Gone at once, back when the server refuses; then the promise rejects. */
  async delete(threadId: string): Promise<void> {
    this.#deleted.add(threadId)
    this.#set({})
    try {
      await this.#ask('deleteThread', { threadId })
      this.#threads = this.#threads.filter((thread) => thread.id !== threadId)
    } finally {
      this.#deleted.delete(threadId)
      this.#set({})
    }
  }

  /** There is a line again: what changed meanwhile was not told. */
  onOnline(): void {
    if (this.getSnapshot().status !== 'idle') this.#reload(this.getSnapshot().search)
  }

  onThreadChanged(change: Parameters<ServerToClient['thread-changed']>[0]): void {
    if ('deleted' in change) {
      this.#threads = this.#threads.filter((thread) => thread.id !== change.deleted)
    } else {
      const { thread } = change
      const isKnown = this.#threads.some((known) => known.id === thread.id)
      if (!isKnown && !this.#matches(thread)) return
      this.#threads = [thread, ...this.#threads.filter((known) => known.id !== thread.id)]
    }
    this.#set({})
  }

  #reload(search: string): void {
    const load = ++this.#load
    const isOther = search !== this.getSnapshot().search
    if (isOther) this.#threads = []
    this.#next = isOther ? null : this.#next
    const isShown = this.getSnapshot().status === 'ready' && !isOther
    this.#set({ search, isLoadingMore: false, ...(isShown ? {} : { status: 'loading' }) })
    void this.#ask('listThreads', search === '' ? {} : { search }).then(
      (page) => {
        if (load !== this.#load) return
        this.#take(page, isShown)
        this.#set({ status: 'ready', error: null })
      },
      (error: unknown) => {
        if (load === this.#load) this.#set({ status: 'error', error: publicError(error) })
      },
    )
  }

  /** A first page. One that refreshes what is shown leaves the pages behind it. */
  #take(page: CommandResult<'listThreads'>, isRefresh: boolean): void {
    const last = page.threads.at(-1)
    const known = new Set(page.threads.map((thread) => thread.id))
    const isFurther = (thread: ThreadSummary) => last && thread.updatedAt < last.updatedAt && !known.has(thread.id)
    const further = isRefresh && page.next !== null ? this.#threads.filter(isFurther) : []
    this.#threads = [...page.threads, ...further]
    if (further.length === 0) this.#next = page.next
  }

  #matches(thread: ThreadSummary): boolean {
    const { search } = this.getSnapshot()
    return search === '' || (thread.title ?? '').toLowerCase().includes(search.toLowerCase())
  }

  #set(change: Partial<ThreadListSnapshot>): void {
    const before = this.getSnapshot()
    const shown = this.#threads
      .filter((thread) => !this.#deleted.has(thread.id))
      .map((thread) => this.#titled(thread, before.threads))
      .sort((a, b) => b.updatedAt - a.updatedAt)
    const isSame = shown.length === before.threads.length && shown.every((item, at) => item === before.threads[at])
    this.#cell.set({ ...before, ...change, threads: isSame ? before.threads : shown, hasMore: this.#next !== null })
  }

  #titled(thread: ThreadSummary, before: readonly ThreadSummary[]): ThreadSummary {
    const override = this.#titles.get(thread.id)
    if (!override || override.title === thread.title) return thread
    const known = before.find((candidate) => candidate.id === thread.id)
    const isSame = known?.title === override.title && known.updatedAt === thread.updatedAt
    return isSame && known.activity === thread.activity ? known : { ...thread, title: override.title }
  }

  #ask<Name extends CommandName>(name: Name, body: CommandBody<Name>): Promise<CommandResult<Name>> {
    return new Promise((resolve, reject) => {
      this.#outbox.post(name, body, {
        onAnswer: (answer) => {
          if (answer.ok) resolve(answer.result)
          else reject(new ChatwrightError(answer.error.code, answer.error.message, optionsOf(answer.error)))
        },
      })
    })
  }
}

function optionsOf({ fix, errorId }: PublicError) {
  return { ...(fix === undefined ? {} : { fix }), ...(errorId === undefined ? {} : { errorId }) }
}

function publicError(error: unknown): PublicError {
  const { code, message, fix, errorId } = error as ChatwrightError
  return { code, message, ...optionsOf({ code, message, ...(fix ? { fix } : {}), ...(errorId ? { errorId } : {}) }) }
}
