import {
  ChatwrightError,
  isChatwrightError,
  newId,
  type AppError,
  type AppHello,
  type AppInfo,
  type StopCause,
} from '@chatwright/protocol'
import { getRequestListener } from '@hono/node-server'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from 'node:http'
import type { CreateHost } from './hosts/host.ts'
import { HostPool } from './hosts/pool.ts'
import { createHttp, type Http } from './http/create-http.ts'
import { createPage, type PageFiles } from './http/page.ts'
import type { Avatars } from './http/avatars.ts'
import type { ElementScripts } from './http/element-scripts.ts'
import type { Readme } from './http/readme.ts'
import type { HealthReport } from './http/routes/health.ts'
import type { MetricsDoor } from './http/routes/metrics.ts'
import type { ApiDoor } from './http/routes/stop.ts'
import { createLogger, type Logger, type LogLevel } from './logger.ts'
import { noMeasure, type Readings } from './measure/measure.ts'
import type { Store } from './ports/index.ts'
import { Pending } from './pending.ts'
import { helloOf } from './socket/hello-of.ts'
import { localeOf } from './socket/locale-of.ts'
import { createSocketServer, type SocketServer } from './socket/create-socket-server.ts'
import type { ListNews } from './socket/list-news.ts'
import { startNext } from './threads/begin-run.ts'
import { Pacer } from './threads/delivery.ts'
import { defaultTimings, type StopTimings, type ThreadServices } from './threads/services.ts'
import { stopByCommand } from './threads/stop-command.ts'
import { Threads } from './threads/threads.ts'
import { Files } from './files/files.ts'
import { Turns } from './threads/turns.ts'
import { UndoBook } from './undo/undo-book.ts'

/** How a gateway is set up. */
export interface GatewayOptions {
  /** Where the app's code runs: `workerHost(…)` or `inlineHost(…)`. */
  createHost: CreateHost
  store: Store
  /** Where files that people give, and that runs show, are kept. Default: a folder of its own that goes with the gateway. */
  filesFolder?: string
  /** The built page. Absent: only the socket and the routes are served. */
  web?: PageFiles
  /** The path everything lives under, without a slash at its end. Default ''. */
  basePath?: string
  /** Development: pages may show why the app cannot be loaded. Default false. */
  dev?: boolean
  /** A log, or how much goes to standard error. Default `info`. */
  logger?: Logger | LogLevel
  /** Deadlines of a stop, in milliseconds; see {@link StopTimings}. */
  timings?: Partial<StopTimings>
  /** How many hosts share the runs. Default 1. */
  workers?: number
  /** Whether a warm host stands by. Default true; without effect for an inline host. */
  spare?: boolean
  /** How long a chat nobody watches stays live, in milliseconds. Default 600,000. */
  idleMs?: number
  /** What is measured, and where it can be fetched. Default: nothing is measured. */
  metrics?: MetricsDoor | undefined
  /** What the app says of itself to readers. Default: nothing. */
  readme?: Readme | undefined
  /** The pictures of authors. Default: there are none. */
  avatars?: Avatars | undefined
  /** The code of custom elements. Default: there are none. */
  elements?: ElementScripts | undefined
  /** The door for other systems. Default: there is none. */
  api?: ApiDoor | undefined
}

/** The server of a chat app: owns sockets, threads, their logs, fences and storage. */
export interface Gateway {
  /** Opens the store, loads the app, settles what a crash left. Called by `listen`; call it when mounting. */
  start(): Promise<void>
  /** Serves on a port (0: any free one). Rejects with `port_in_use`. */
  listen(options: { port: number; host: string }): Promise<{ port: number; url: string }>
  /** For mounting in somebody's server: answers what is below the base path, else calls `next`. */
  handler(request: IncomingMessage, response: ServerResponse, next?: () => void): void
  /** For mounting: takes the socket's upgrades of an HTTP server. */
  attach(server: HttpServer): void
  /** Puts changed code in place; see `HostPool.swap`. Rejects with `app_failed` and changes nothing when it is broken. */
  swapHost(createHost: CreateHost): Promise<AppInfo>
  /**
   * Stops the open runs of a thread, or one of them, in this very call; what follows goes its way as after a reader's
   * press. `cause`: default `api`. Gives the ids of those that are stopping.
   */
  stop(request: { threadId: string; runId?: string; cause?: StopCause }): string[]
  /** Tells every page anew what the app is: its readme may be another. */
  announce(): void
  /** Tells every page why the app cannot be loaded, or that it can again (null). */
  setAppError(error: AppError | null): void
  /** Ends gracefully: runs may end for `drainMs` (default 0), then are stopped with cause `shutdown`; all is stored. */
  close(options?: { drainMs?: number }): Promise<void>
}

export function createGateway(options: GatewayOptions): Gateway {
  return new ChatGateway(options)
}

/** How long an old host may finish its runs after a reload. */
const swapDrainMs = 10_000
/** How long connections may take to say goodbye. */
const goodbyeMs = 500
/** How long a host may take to put away what stopped runs have, and over its shutdown hook. */
const hostCloseMs = 9_000

class ChatGateway implements Gateway {
  readonly #options: GatewayOptions
  readonly #basePath: string
  readonly #logger: Logger
  readonly #services: ThreadServices
  readonly #threads: Threads
  readonly #undos: UndoBook
  readonly #io: SocketServer
  readonly #news: ListNews
  /** Where files are when nobody said. */
  readonly #ownFiles = join(tmpdir(), `chatwright-files-${newId()}`)
  readonly #http: Http
  readonly #listener
  readonly #page
  #appError: AppError | null = null
  #server: HttpServer | null = null
  #status: HealthReport['status'] = 'starting'
  #starting: Promise<void> | null = null
  #tellReady: () => void = () => {}
  readonly #bornAt = performance.now()

  constructor(options: GatewayOptions) {
    this.#options = options
    this.#basePath = options.basePath ?? ''
    const logger = options.logger ?? 'info'
    this.#logger = typeof logger === 'string' ? createLogger(logger) : logger
    this.#undos = new UndoBook({
      store: options.store,
      logger: this.#logger,
      whenReady: (callback) => this.#services.pool.whenReady(callback),
    })
    const pool = new HostPool({
      createHost: options.createHost,
      workers: options.workers ?? 1,
      spare: options.spare ?? true,
      logger: this.#logger,
      undos: this.#undos,
      onState: (threadId, values) => {
        const thread = this.#threads.live(threadId)
        if (!thread) return
        thread.values = values
        thread.writer.setValues(values)
      },
      onApp: (app) => {
        this.#services.app = app
        this.#services.appFailure = null
        this.announce()
        for (const thread of this.#threads.all) {
          if (thread.viewers.size > 0) this.#threads.greet(thread)
          startNext(thread)
        }
      },
      onBroken: (error) => this.#breakApp(error),
    })
    this.#services = {
      store: options.store,
      pool,
      pacer: new Pacer(),
      turns: new Turns(),
      files: new Files(options.filesFolder ?? this.#ownFiles),
      logger: this.#logger,
      timings: { ...defaultTimings, ...options.timings },
      underWay: new Pending(),
      measure: options.metrics?.metrics ?? noMeasure,
      ready: new Promise((resolve) => {
        this.#tellReady = resolve
      }),
      app: null,
      appFailure: null,
      isClosing: false,
      onListed: (thread, summary) => this.#news.changed(thread.userId, summary),
      begin: (thread, run) => this.#threads.begin(thread, run),
      onRunEnded: startNext,
    }
    this.#threads = new Threads(this.#services, options.idleMs)
    const { io, news } = createSocketServer({
      basePath: this.#basePath,
      threads: this.#threads,
      services: this.#services,
      hello: (locale) => ({
        app: this.#hello(locale),
        dev: options.dev ?? false,
        appError: this.#appError,
      }),
    })
    this.#io = io
    this.#news = news
    this.#http = createHttp({
      basePath: this.#basePath,
      threads: this.#threads,
      services: this.#services,
      report: () => this.#report(),
      readings: () => this.#readings(),
      metrics: options.metrics,
      api: options.api,
      readme: options.readme,
      avatars: options.avatars,
      elements: options.elements,
    })
    this.#listener = getRequestListener(this.#http.fetch, { overrideGlobalObjects: false })
    this.#page = options.web ? createPage(options.web, this.#basePath) : null
  }

  start(): Promise<void> {
    this.#starting ??= this.#start().finally(() => this.#tellReady())
    return this.#starting
  }

  async listen({ port, host }: { port: number; host: string }): Promise<{ port: number; url: string }> {
    const server = createServer((request, response) => this.handler(request, response))
    this.attach(server)
    this.#server = server
    await listening(server, port, host)
    await this.start()
    const address = server.address()
    const actual = typeof address === 'object' && address ? address.port : port
    const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
    return { port: actual, url: `http://${shown}:${actual}${this.#basePath}/` }
  }

  handler(request: IncomingMessage, response: ServerResponse, next?: () => void): void {
    const isRoute = this.#http.owns((request.url ?? '').split('?', 1)[0] as string)
    const answerRoute = (): void => {
      if (next && !isRoute) next()
      else void this.#listener(request, response)
    }
    if (isRoute || !this.#page) answerRoute()
    else this.#page(request, response, answerRoute)
  }

  attach(server: HttpServer): void {
    this.#io.attach(server)
  }

  async swapHost(createHost: CreateHost): Promise<AppInfo> {
    const app = await this.#services.pool.swap(createHost, swapDrainMs)
    this.setAppError(null)
    this.#status = 'ok'
    this.#logger.info({ app: app.name }, 'app reloaded')
    return app
  }

  stop({ threadId, runId, cause = 'api' }: { threadId: string; runId?: string; cause?: StopCause }): string[] {
    const thread = this.#threads.live(threadId)
    if (!thread) return []
    const request = { cause, by: null, receivedAt: performance.now() }
    return stopByCommand(this.#threads, thread, runId === undefined ? {} : { runId }, request).runIds
  }

  announce(): void {
    for (const socket of this.#io.sockets.sockets.values()) {
      socket.emit('app', this.#hello(localeOf(socket.handshake.auth)))
    }
  }

  setAppError(error: AppError | null): void {
    this.#appError = error && this.#options.dev ? error : error && { ...error, file: null, line: null, frame: null }
    this.#io.emit('app-error', this.#appError)
  }

  async close({ drainMs = 0 }: { drainMs?: number } = {}): Promise<void> {
    if (this.#status === 'closing') return
    this.#status = 'closing'
    this.#services.isClosing = true
    await this.#threads.close(drainMs)
    await this.#services.pool.close(hostCloseMs)
    await this.#undos.close()
    this.#services.pacer.close()
    this.#news.close()
    // Who is in the middle of a download, and does not read, must not keep it open.
    const cut = setTimeout(() => this.#server?.closeAllConnections(), goodbyeMs)
    await this.#io.close()
    clearTimeout(cut)
    this.#server?.closeAllConnections()
    // Hosts that went, and connections, may have ended runs since.
    await this.#threads.putAway()
    await this.#options.store.close()
    await rm(this.#ownFiles, { recursive: true, force: true })
  }

  async #start(): Promise<void> {
    await this.#options.store.open()
    await this.#threads.recover()
    await this.#undos.recover()
    await this.#services.files.folder.removeParts()
    try {
      await this.#services.pool.start()
      this.#status = 'ok'
    } catch (error) {
      if (!isChatwrightError(error)) throw error
      this.#breakApp(error)
      if (!this.#options.dev) throw error
    }
  }

  #breakApp(error: ChatwrightError): void {
    this.#status = 'broken'
    this.#services.appFailure = 'The app could not be loaded.'
    this.#logger.error({ code: error.code, cause: error.cause }, error.message)
    if (!this.#appError) this.setAppError({ message: error.message, file: null, line: null, frame: null })
    for (const thread of this.#threads.all) startNext(thread)
  }

  #hello(locale: string): AppHello {
    const avatars = [...(this.#options.avatars?.all() ?? [])].map(([key, { version }]) => [key, version] as const)
    return helloOf(this.#services.app, {
      hasReadme: (this.#options.readme?.read(locale) ?? null) !== null,
      avatars: Object.fromEntries(avatars),
      elementsVersion: this.#options.elements?.version() ?? 0,
    })
  }

  #readings(): Readings {
    const { ready, late, leaving, spare } = this.#services.pool.summary
    const threads = this.#threads.all
    return {
      openRuns: this.#threads.openRuns,
      connections: this.#io.sockets.sockets.size,
      viewers: threads.reduce((sum, thread) => sum + thread.viewers.size, 0),
      threads: threads.length,
      hosts: { ready, late, leaving, spare: spare ? 1 : 0 },
    }
  }

  #report(): HealthReport {
    const { runs, ...hosts } = this.#services.pool.summary
    return {
      status: this.#status,
      uptimeSeconds: Math.round((performance.now() - this.#bornAt) / 1_000),
      hosts,
      runs,
      threads: this.#threads.all.length,
    }
  }
}

function listening(server: HttpServer, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new ChatwrightError('port_in_use', `Port ${port} is taken by another program.`, {
              fix: `Choose another with --port ${port + 1}, or end the program that has it.`,
              cause: error,
            })
          : error,
      )
    })
    server.listen(port, host, () => {
      server.removeAllListeners('error')
      resolve()
    })
  })
}
