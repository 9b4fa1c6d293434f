import { newId, type AppError, type CommandName, type Answer, type Hello } from '@chatwright/protocol'
import { createCell, type Observable } from './cell.ts'
import { Connection, type ConnectionState } from './connection.ts'
import { defaultEnvironment, type Environment } from './environment.ts'
import { Favorites } from './favorites.ts'
import { Frames } from './frames.ts'
import { Outbox } from './outbox.ts'
import { PageFunctions } from './page-functions.ts'
import { socketFactory, type SocketFactory } from './socket.ts'
import { ThreadList } from './thread-list.ts'
import { ThreadView, type ThreadViewContext } from './thread-view.ts'
import type { WantedProfile } from './thread-watch.ts'
import { defaultTimings, type Timings } from './timings.ts'
import { UnsentStore, type ClientStorage } from './unsent-store.ts'

/** Options of {@link createClient}. */
export interface ClientOptions {
  /** Where the app is served, with its base path: `https://example.org/chat`. */
  url: string
  /** The socket's path on that host. Default: the path of `url` and `/socket`. */
  path?: string
  /** The page's language as a BCP 47 tag. */
  locale?: string
  /** A random id the tab keeps while it is open, also over a reload. Default: a new one. */
  tabId?: string
  /** Where unsent messages survive a reload, for instance `localStorage`. Default: they do not. */
  storage?: ClientStorage
  /** Makes the pipe; for tests and for other ways to connect. */
  socket?: SocketFactory
  environment?: Environment
  timings?: Partial<Timings>
}

/** Options of `client.newThread`. */
export interface NewThreadOptions {
  /** Default: a new id. */
  threadId?: string | undefined
  /** Whom it is with. Default: the first that the app has. */
  profileId?: WantedProfile | undefined
}

/** How many threads are kept at hand after they were shown, to be there at once when they are shown again. */
const keptThreads = 20

/** Makes a client and connects it. `close()` ends it. */
export function createClient(options: ClientOptions): Client {
  return new Client(options)
}

/** A person's connection to an app: the threads they show, the list of all they have, and how the line stands. */
export class Client {
  /** How the line to the server stands. */
  readonly connection: Observable<ConnectionState>
  /** What the server said of itself, the app and the person; null before it first did. */
  readonly hello: Observable<Hello | null>
  /** Why the app's code cannot be loaded, or null. */
  readonly appError: Observable<AppError | null>
  readonly threads: ThreadList
  /** What the person marked to say again; only where the app has that. */
  readonly favorites: Favorites
  /** What the app can have run in this page, with `chat.page.call`. */
  readonly functions = new PageFunctions()
  readonly locale: string | undefined
  readonly #hello = createCell<Hello | null>(null)
  readonly #appError = createCell<AppError | null>(null)
  readonly #connection: Connection
  readonly #outbox: Outbox
  readonly #frames: Frames
  readonly #unsent: UnsentStore
  readonly #views = new Map<string, ThreadView>()
  readonly #context: ThreadViewContext

  constructor(options: ClientOptions) {
    const environment = options.environment ?? defaultEnvironment()
    const timings = { ...defaultTimings, ...options.timings }
    const { locale, tabId = newId() } = options
    this.locale = locale
    this.hello = this.#hello
    this.appError = this.#appError
    this.#connection = new Connection(
      options.socket ?? socketFactory(options.url, options.path),
      { tabId, ...(locale === undefined ? {} : { locale }) },
      environment,
      timings,
      {
        onOnline: (hello) => this.#onOnline(hello),
        onOffline: () => this.#onOffline(),
        onEvents: (batch) => this.#views.get(batch.threadId)?.onEvents(batch),
        onSnapshot: (snapshot) => this.#views.get(snapshot.threadId)?.onSnapshot(snapshot),
        onStopping: ({ threadId, runId }) => this.#views.get(threadId)?.onStopping(runId),
        onThreadChanged: (change) => {
          this.threads.onThreadChanged(change)
          if ('deleted' in change) this.#views.get(change.deleted)?.onDeleted()
        },
        onFavoriteChanged: (change) => this.favorites.onChanged(change),
        onApp: (app) => {
          const hello = this.#hello.getSnapshot()
          if (hello) this.#hello.set({ ...hello, app })
        },
        onAppError: (error) => this.#appError.set(error),
      },
    )
    this.connection = this.#connection.state
    this.#outbox = new Outbox(this.#connection, environment, timings)
    this.#frames = new Frames(environment)
    this.#unsent = new UnsentStore(options.storage)
    this.threads = new ThreadList(this.#outbox)
    this.favorites = new Favorites(this.#outbox)
    this.#context = {
      outbox: this.#outbox,
      frames: this.#frames,
      environment,
      timings,
      functions: this.functions,
      unsent: this.#unsent,
      storage: options.storage,
      hello: this.#hello,
      isOnline: () => this.#connection.isOnline,
      user: () => this.#hello.getSnapshot()?.user ?? null,
      askOpen: (body, onAnswer) =>
        this.#connection.command('open', body, onAnswer as (answer: Answer<CommandName>) => void),
      seen: (threadId, seq) => this.#connection.seen(threadId, seq),
    }
    this.#connection.open()
  }

  /** The view of a thread; the same one each time. It is live once it is opened. */
  thread(threadId: string): ThreadView {
    return this.#view(threadId, false)
  }

  /** The view of a thread that does not exist yet: it comes to be when it is opened. */
  newThread({ threadId = newId(), profileId }: NewThreadOptions = {}): ThreadView {
    // The draft of a thread that does not exist yet is found there by the next such thread.
    for (const view of this.#views.values()) view.drafts.save()
    return this.#view(threadId, true, profileId)
  }

  /** Tries to connect at once, without waiting for the next try. */
  retryNow(): void {
    this.#connection.retryNow()
  }

  /** Ends the client: the line, and all it has running. What is unsent stays in the storage. */
  close(): void {
    this.#connection.close()
    this.#outbox.close()
    this.#frames.close()
    for (const view of this.#views.values()) view.dispose()
    this.#views.clear()
  }

  #onOnline(hello: Hello): void {
    const isFirst = this.#hello.getSnapshot() === null
    this.#hello.set(hello)
    this.#appError.set(hello.appError)
    for (const view of this.#views.values()) view.onOnline()
    this.#outbox.onOnline()
    this.threads.onOnline()
    this.favorites.onOnline()
    if (!isFirst) return
    for (const message of this.#unsent.load(hello.user.id)) {
      this.#view(message.threadId, message.isNewThread).restore(message)
    }
  }

  #onOffline(): void {
    this.#outbox.onOffline()
    for (const view of this.#views.values()) view.onOffline()
  }

  #view(threadId: string, isNew: boolean, profileId?: WantedProfile): ThreadView {
    const known = this.#views.get(threadId)
    if (known) {
      this.#views.delete(threadId)
      this.#views.set(threadId, known)
      return known
    }
    const view = new ThreadView(threadId, isNew, this.#context, profileId)
    this.#views.set(threadId, view)
    this.#forgetOld()
    return view
  }

  /** Lets go of threads that nobody shows, the longest unused first. */
  #forgetOld(): void {
    const idle = [...this.#views.values()].slice(0, -1).filter((view) => view.isIdle)
    for (const view of idle.slice(0, Math.max(0, this.#views.size - keptThreads))) {
      view.dispose()
      this.#views.delete(view.id)
    }
  }
}
