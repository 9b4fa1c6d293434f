import { basename } from 'node:path'
import { isChatwrightError } from '@chatwright/protocol'
import { AppProblem } from '../app/problem.ts'
import { stackOf } from '../stack-of.ts'
import { AppServer, type AppServerOptions } from './app-server.ts'
import { FileWatcher } from './file-watcher.ts'

/** What somebody who writes an app is told while it is served. */
export interface DevServerEvents {
  onReloaded(what: string, tookMs: number): void
  onProblem(problem: AppProblem): void
}

/**
 * Serves an app while it is being written: a saved file puts new code in place while sockets stay open and threads
 * stay; a saved configuration makes another server on the same threads. What cannot be loaded is told in terminal and
 * pages, and the code before it serves on until it is mended.
 */
export class DevServer {
  readonly #options: AppServerOptions
  readonly #events: DevServerEvents
  readonly #watcher: FileWatcher
  #server: AppServer
  #working: Promise<void> = Promise.resolve()
  #isClosed = false

  /** Throws what `AppServer.prepare` and `AppServer.start` throw, except for problems of the app. */
  static async start(
    options: Omit<AppServerOptions, 'mode' | 'onProblem'>,
    events: DevServerEvents,
  ): Promise<DevServer> {
    const all: AppServerOptions = { ...options, mode: 'dev', onProblem: (problem) => events.onProblem(problem) }
    const readAt = Date.now()
    const server = await AppServer.prepare(all)
    await server.start()
    return new DevServer(all, server, events, readAt)
  }

  private constructor(options: AppServerOptions, server: AppServer, events: DevServerEvents, readAt: number) {
    this.#options = options
    this.#server = server
    this.#events = events
    this.#watcher = new FileWatcher((paths) => this.#queue(paths))
    this.#follow(readAt)
  }

  get server(): AppServer {
    return this.#server
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#watcher.close()
    await this.#working
    await this.#server.close()
  }

  /** One change after the other: a save during a reload is another reload. */
  #queue(paths: string[]): void {
    this.#working = this.#working.then(() => this.#apply(paths)).catch((error: unknown) => this.#tell(error))
  }

  async #apply(paths: string[]): Promise<void> {
    if (this.#isClosed) return
    const startedAt = performance.now()
    const readAt = Date.now()
    const { readmeInputs, elementInputs, appInputs } = this.#server
    // What an element shares with the app is the app's.
    const isBeside = (path: string): boolean =>
      readmeInputs.includes(path) || (elementInputs.includes(path) && !appInputs.includes(path))
    if (paths.every(isBeside)) {
      this.#server.announce()
      return this.#follow(readAt)
    }
    const isConfig = paths.some((path) => this.#server.configInputs.includes(path))
    let isDone = false
    try {
      isDone = isConfig ? await this.#restart() : await this.#server.reload()
    } finally {
      this.#follow(readAt)
    }
    if (isDone) this.#events.onReloaded(paths.map((path) => basename(path)).join(', '), performance.now() - startedAt)
  }

  /** Another server for another configuration; the one before it stays when there is something wrong with it. */
  async #restart(): Promise<boolean> {
    const before = this.#server
    const next = await AppServer.prepare(this.#options)
    await before.close()
    this.#server = next
    // Port 0 took one that was free: open pages know that one.
    await next.start(next.config.port === before.config.port ? before.port : next.config.port)
    return !next.isBroken
  }

  #tell(error: unknown): void {
    this.#server.report(error instanceof AppProblem ? error : problemOf(error))
  }

  #follow(readAt: number): void {
    this.#watcher.follow(
      [
        ...this.#server.appInputs,
        ...this.#server.configInputs,
        ...this.#server.readmeInputs,
        ...this.#server.elementInputs,
      ],
      readAt,
    )
  }
}

/** What keeps a server from coming up again: a port that is taken, an option that is wrong, or a bug. */
function problemOf(error: unknown): AppProblem {
  const { message, fix } = isChatwrightError(error) ? error : { message: stackOf(error), fix: undefined }
  return new AppProblem('app_failed', message, fix === undefined ? { cause: error } : { fix, cause: error })
}
