import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  createGateway,
  createLogger,
  inlineHost,
  type CreateHost,
  type Gateway,
  type GatewayOptions,
  type LogLevel,
  type StopTimings,
  type Store,
} from '@chatwright/gateway'
import { ChatwrightError, newId, type ThreadState } from '@chatwright/protocol'
import { serve, type App, type PrepareModule } from '@chatwright/runtime'
import type { FakeClock } from '@chatwright/runtime/testing'
import { bundle } from '../app/bundle.ts'
import { ModuleBundler } from '../app/module-bundler.ts'
import { defaultAvatars, defaultElements, defaultHost, defaultReadme, defaultWeb, memoryStore } from '../defaults.ts'
import { guardedInline } from '../host/guard-inline.ts'
import { ownModules } from '../host/own-modules.ts'
import { KeptStore } from './kept-store.ts'
import { channelName, SideEffects } from './side-effects.ts'
import { TestTab } from './test-tab.ts'

/** An app under test: the value itself, or the path or URL of a file that exports it. */
export type AppUnderTest = AnyApp | string | URL

/** An app whatever the type of its state. */
type AnyApp = { readonly [Name in Exclude<keyof App, 'undo'>]: (...handler: never) => () => void } & Pick<App, 'undo'>

/** Options of `startTestChat`. */
export interface TestChatOptions {
  /**
   * Where the app's code runs. Default: `inline` for a value, which shares the test's variables; `worker` for a file,
   * which may block without harm; `process` ends what blocks in native code, and outlives its crash.
   */
  host?: 'inline' | 'worker' | 'process'
  /** The app's time, turned by hand; `inline` only. The gateway keeps the machine's time. */
  clock?: FakeClock
  /** Where threads are kept. Default: in memory. It is opened, and closed when the test is over. */
  store?: Store
  /** Deadlines of a stop, in milliseconds. */
  timings?: Partial<StopTimings>
  /** Whether readers see what a handler threw. Default true. */
  showErrors?: boolean
  /** How many workers. Default 1. */
  workers?: number
  /** Whether a warm worker stands by. Default false: a test rarely wants to wait for one. */
  spare?: boolean
  /** How long a chat nobody watches stays live, in milliseconds. */
  idleMs?: number
  /** What goes to `logs`. Default `debug`. */
  logLevel?: LogLevel
  /** Whether it is served as in development: an app that cannot be loaded is told in the tab. Default false. */
  dev?: boolean
  /** Whether the built page is served as well, for a browser. Default false. */
  web?: boolean
  /** The thread to open. Default: a new one. */
  threadId?: string
  /** The reader's language. Default `en`. */
  locale?: string
  /** The profile the first tab's chat begins with. */
  profileId?: string
}

/** A line of the log. */
export type LogLine = { level: number; msg: string } & Record<string, unknown>

/** A chat on an app of its own: a gateway in this process, and the first tab on it. */
export class TestChat extends TestTab {
  readonly url: string
  /** What the gateway and the app logged. */
  readonly logs: readonly LogLine[]
  readonly #server: TestServer
  #tabs: TestTab[] = []
  readonly #locale: string | undefined

  constructor(server: TestServer, options: TestChatOptions) {
    const { threadId, locale, profileId } = options
    super({
      url: server.url,
      ...(threadId === undefined ? {} : { threadId }),
      ...(locale === undefined ? {} : { locale }),
      ...(profileId === undefined ? {} : { profileId }),
    })
    this.#server = server
    this.#locale = locale
    this.url = server.url
    this.logs = server.logs
  }

  /** The clock it was given. Throws when it was given none. */
  get clock(): FakeClock {
    const { clock } = this.#server.options
    if (!clock)
      throw new ChatwrightError('bad_option', 'This chat has no clock.', { fix: 'Start it with a fakeClock().' })
    return clock
  }

  /** What the app did to the world: see `recordSideEffect`. */
  get sideEffects(): readonly unknown[] {
    return this.#server.sideEffects.values
  }

  get gateway(): Gateway {
    return this.#server.gateway
  }

  /** The folder of the files of this tab's thread; it is there when the first file is. */
  get filesFolder(): string {
    return join(this.#server.filesFolder, this.threadId)
  }

  /** What is stored of a thread, by default of this one: what a restart brings back. Null when nothing is. */
  async stored(threadId: string = this.threadId): Promise<ThreadState | null> {
    return this.#server.stored(threadId)
  }

  /** Another tab: on this thread, or on another, or (null) on a new one, with a profile. */
  async newTab(threadId: string | null = this.threadId, { profileId }: { profileId?: string } = {}): Promise<TestTab> {
    const tab = new TestTab({
      url: this.url,
      ...(threadId === null ? {} : { threadId }),
      ...(profileId === undefined ? {} : { profileId }),
      ...(this.#locale === undefined ? {} : { locale: this.#locale }),
    })
    this.#tabs = [...this.#tabs.filter((other) => !other.isClosed), tab]
    await tab.opened()
    return tab
  }

  /** Ends the gateway, as a deployment does, and starts another on the same store and address; tabs come back. */
  async restart(): Promise<void> {
    await this.#server.restart()
    const open = this.#tabs.filter((tab) => !tab.isClosed)
    await Promise.all([this, ...open].map((tab) => tab.reconnect()))
  }

  /** Puts another app in place, as saving a file does in development. */
  async reload(app: AppUnderTest): Promise<void> {
    await this.#server.reload(app)
  }

  /** Closes this tab only: the chat goes on without it. */
  async leave(): Promise<void> {
    await super.close()
  }

  /** Ends all of it: tabs, gateway, store. */
  override async close(): Promise<void> {
    await Promise.all([super.close(), ...this.#tabs.map((tab) => tab.close())])
    await this.#server.close()
  }
}

/** The gateway of a test, which can be ended and started again. */
export class TestServer {
  readonly options: TestChatOptions
  readonly logs: LogLine[] = []
  readonly sideEffects: SideEffects
  /** Where its files are; they outlive a restart. */
  readonly filesFolder = join(tmpdir(), `chatwright-test-files-${newId()}`)
  readonly #store: KeptStore
  readonly #serveValue: typeof serve
  #app: AppUnderTest
  #gateway: Gateway | null = null
  #port = 0
  #url = ''
  #folder: string | null = null
  #modules: ModuleBundler | null = null

  /** `serveValue`: what serves an app that is a value, in place of the runtime's own `serve`. */
  constructor(app: AppUnderTest, options: TestChatOptions, serveValue: typeof serve = serve) {
    this.#app = app
    this.options = options
    this.#serveValue = serveValue
    this.#store = new KeptStore(options.store ?? memoryStore())
    this.sideEffects = new SideEffects()
  }

  get url(): string {
    return this.#url
  }

  get gateway(): Gateway {
    return this.#gateway as Gateway
  }

  async start(): Promise<void> {
    const { timings, workers, spare = false, idleMs, dev = false, web, logLevel = 'debug' } = this.options
    const logger = createLogger(logLevel, { write: (line) => this.logs.push(JSON.parse(line) as LogLine) })
    this.#gateway = createGateway({
      createHost: await this.#hostFor(this.#app),
      store: this.#store.session(),
      filesFolder: this.filesFolder,
      dev,
      logger,
      spare,
      ...(timings ? { timings } : {}),
      ...(workers === undefined ? {} : { workers }),
      ...(idleMs === undefined ? {} : { idleMs }),
      ...(web ? defaultWeb({}, fileOf(this.#app)) : {}),
      ...(await besideApp(this.#app)),
    })
    const { port, url } = await this.#gateway.listen({ port: this.#port, host: '127.0.0.1' })
    this.#port = port
    this.#url = url
  }

  async restart(): Promise<void> {
    await this.gateway.close()
    await this.start()
  }

  async stored(threadId: string): Promise<ThreadState | null> {
    return (await this.#store.read(threadId))?.state ?? null
  }

  async reload(app: AppUnderTest): Promise<void> {
    await this.gateway.swapHost(await this.#hostFor(app))
    this.#app = app
  }

  async close(): Promise<void> {
    await this.#gateway?.close()
    await this.#store.close()
    this.sideEffects.close()
    this.#modules?.close()
    await rm(this.filesFolder, { recursive: true, force: true })
    if (this.#folder) await rm(this.#folder, { recursive: true, force: true })
  }

  async #hostFor(app: AppUnderTest): Promise<CreateHost> {
    const { clock, showErrors = true } = this.options
    if (typeof app !== 'string' && !(app instanceof URL)) {
      if (this.options.host !== undefined && this.options.host !== 'inline') {
        throw new ChatwrightError(
          'bad_option',
          `A ${this.options.host} cannot be given an app that was made in this thread.`,
          {
            fix: 'Put the app into a file of its own, and give its path: startTestChat(new URL("./app.ts", import.meta.url)).',
          },
        )
      }
      const prepareModule: PrepareModule = async (module) => (await this.#bundler()).prepare(module)
      return inlineHost(
        guardedInline(this.#serveValue(app, { showErrors, prepareModule, ...(clock ? { clock } : {}) })),
      )
    }
    const host = this.options.host ?? 'worker'
    if (clock && host !== 'inline') {
      throw new ChatwrightError('bad_option', `A clock cannot be turned by hand in a ${host}.`, {
        fix: "Leave clock out, or start with host: 'inline'.",
      })
    }
    return this.#hostForFile(app, host)
  }

  async #hostForFile(app: string | URL, host: 'inline' | 'worker' | 'process'): Promise<CreateHost> {
    const { clock, showErrors = true } = this.options
    const file = pathOf(app)
    const { channel, outputFolder, doors } = await this.#bundler()
    const { entries } = await bundle({ entries: { app: file }, outputFolder, doors })
    const served = { entry: (entries['app'] as URL).href, file, modules: channel, showErrors }
    // A test runner's flags are not the app's: vitest's make Node load what packages keep for bundlers.
    return defaultHost(served, host, await ownModules(), { clock, execArgv: [], channels: [channelName] })
  }

  async #bundler(): Promise<ModuleBundler> {
    this.#folder ??= await mkdtemp(join(tmpdir(), 'chatwright-test-'))
    this.#modules ??= new ModuleBundler({ outputFolder: this.#folder, doors: (await ownModules()).doors })
    return this.#modules
  }
}

/** What is served of the files beside an app that is in a file. */
async function besideApp(app: AppUnderTest): Promise<Partial<Pick<GatewayOptions, 'readme' | 'avatars' | 'elements'>>> {
  const file = fileOf(app)
  if (file === undefined) return {}
  const elements = defaultElements(file, await ownModules(), { showFrames: true })
  return { readme: defaultReadme(file), avatars: defaultAvatars(file), elements }
}

/** Where an app is, if it is in a file. */
function fileOf(app: AppUnderTest): string | undefined {
  return typeof app === 'string' || app instanceof URL ? pathOf(app) : undefined
}

function pathOf(app: string | URL): string {
  return app instanceof URL || app.startsWith('file:') ? fileURLToPath(app) : app
}
