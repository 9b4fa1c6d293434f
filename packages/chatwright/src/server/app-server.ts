import { existsSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve } from 'node:path'
import {
  createGateway,
  type CreateHost,
  type Gateway,
  type Logger,
  type LogLevel,
  type MetricsDoor,
} from '@chatwright/gateway'
import { isChatwrightError, type AppInfo } from '@chatwright/protocol'
import { bundle } from '../app/bundle.ts'
import { removeFoldersOfEndedProcesses, removeOldFiles } from '../app/clean-cache.ts'
import { ModuleBundler } from '../app/module-bundler.ts'
import { AppProblem, shortPath } from '../app/problem.ts'
import { loadConfig, loadDotEnv } from '../config/load.ts'
import type { ChatwrightConfig, Mode, ResolvedConfig } from '../config/options.ts'
import {
  defaultAvatars,
  defaultElements,
  defaultHost,
  defaultMetrics,
  defaultReadme,
  defaultStore,
  defaultWeb,
} from '../defaults.ts'
import type { ElementFolder } from '../elements/element-folder.ts'
import { ownModules, type OwnModules } from '../host/own-modules.ts'
import { watchStrayErrors } from '../host/stray-errors.ts'
import { brokenHost, overhear } from './overhear.ts'

/** Outputs of earlier builds stay this long: a host that is still finishing its runs may yet import from them. */
const keepOutputsMs = 15 * 60_000

/** What to serve, and how. */
export interface AppServerOptions {
  /** Absolute path of the app. */
  appFile: string
  mode: Mode
  /** What the command line says. */
  flags: ChatwrightConfig
  /** Makes the log for a level. */
  createLog(level: LogLevel): Logger
  /** A host has loaded the app: at the start, after a reload, after a host was lost. */
  onLoaded?(app: AppInfo): void
  /** The app cannot be loaded; in development only, where the server stays up and its pages say so. */
  onProblem?(problem: AppProblem): void
}

/** A gateway for an app in a file, with all that makes one: configuration, bundle, hosts, store. */
export class AppServer {
  readonly #options: AppServerOptions
  readonly #own: OwnModules
  readonly #outputFolder: string
  readonly #configInputs: readonly string[]
  readonly #metrics: MetricsDoor | undefined
  readonly #modules: ModuleBundler
  readonly config: ResolvedConfig
  #appInputs: readonly string[] = []
  #gateway: Gateway | null = null
  #problem: AppProblem | null = null
  #isLoaded = false
  #url = ''
  #port = 0
  #elements: ElementFolder | null = null
  #stopWatching: () => void = () => {}

  /** Reads the configuration; `start` does the rest. Throws `bad_option` and `AppProblem`. */
  static async prepare(options: AppServerOptions): Promise<AppServer> {
    const dotEnv = loadDotEnv(options.appFile)
    const own = await ownModules()
    const { config, inputs } = await loadConfig({
      ...options,
      doors: own.doors,
    })
    const metrics = await defaultMetrics(config)
    return new AppServer(options, own, { config, metrics }, [dotEnv, ...inputs])
  }

  private constructor(
    options: AppServerOptions,
    own: OwnModules,
    { config, metrics }: { config: ResolvedConfig; metrics: MetricsDoor | undefined },
    configInputs: string[],
  ) {
    this.#options = options
    this.#own = own
    this.#configInputs = configInputs
    this.#metrics = metrics
    this.config = config
    this.#outputFolder = join(config.dataFolder, 'cache', String(process.pid))
    this.#modules = new ModuleBundler({ outputFolder: this.#outputFolder, doors: own.doors })
  }

  /** The address people open. */
  get url(): string {
    return this.#url
  }

  /** The port it is served on. */
  get port(): number {
    return this.#port
  }

  /** What the app was made from, or where a change may mend it. */
  get appInputs(): readonly string[] {
    return this.#appInputs
  }

  /** The files in which a change asks for another server. */
  get configInputs(): readonly string[] {
    return this.#configInputs
  }

  /** The readmes that there are, and the one that may come. */
  get readmeInputs(): readonly string[] {
    const { readme } = this.config
    if (readme === false) return []
    const file = resolve(dirname(this.#options.appFile), readme)
    const stem = basename(file, extname(file))
    const isReadme = (name: string): boolean => name.startsWith(`${stem}.`) && name.endsWith(extname(file))
    const names = existsSync(dirname(file)) ? readdirSync(dirname(file)).filter(isReadme) : []
    return [...new Set([file, ...names.map((name) => join(dirname(file), name))])]
  }

  /** The files of custom elements, and the folder they are in. */
  get elementInputs(): readonly string[] {
    return [resolve(dirname(this.#options.appFile), 'elements'), ...(this.#elements?.files ?? [])]
  }

  /** Tells open pages that the readme, or a custom element, may be another. */
  announce(): void {
    this.#gateway?.announce()
  }

  /** Whether pages say that the app cannot be loaded. */
  get isBroken(): boolean {
    return this.#problem !== null
  }

  /**
   * Serves the app. Rejects with `port_in_use`, `store_locked`, `store_unavailable`, and except in development with an
   * `AppProblem` when the app cannot be loaded. `port`: in place of the configured one.
   */
  async start(port: number = this.config.port): Promise<void> {
    const { config } = this
    const isDev = this.#options.mode === 'dev'
    let createHost: CreateHost
    try {
      createHost = await this.#build()
    } catch (error) {
      if (!isDev || !(error instanceof AppProblem)) throw error
      this.#report(error)
      createHost = brokenHost(error)
    }
    const logger = this.#options.createLog(config.logLevel)
    if (config.isolation === 'inline') {
      this.#stopWatching = watchStrayErrors((level, message, fields) => logger[level](fields, message))
    }
    this.#elements = defaultElements(this.#options.appFile, this.#own, {
      showFrames: isDev,
      onProblem: (problem) => {
        const { file, line, frame } = problem.toAppError()
        logger.error({ file, line, frame }, `a custom element cannot be shown: ${problem.message}`)
      },
    })
    const gateway = createGateway({
      createHost,
      store: defaultStore(config),
      filesFolder: join(config.dataFolder, 'files'),
      ...defaultWeb(config.page, this.#options.appFile),
      basePath: config.basePath,
      dev: isDev,
      logger,
      timings: config.stop,
      workers: config.workers,
      spare: config.spare && config.isolation !== 'inline',
      metrics: this.#metrics,
      api: config.api ?? undefined,
      elements: this.#elements,
      avatars: defaultAvatars(this.#options.appFile, config.avatars),
      readme: defaultReadme(this.#options.appFile, config.readme),
    })
    this.#gateway = gateway
    if (this.#problem) gateway.setAppError(this.#problem.toAppError())
    try {
      const { url, port: actual } = await gateway.listen({ port, host: config.host })
      this.#url = url
      this.#port = actual
    } catch (error) {
      throw this.#problem ?? error
    }
    if (!this.#isLoaded && !this.#problem) {
      this.#report(new AppProblem('app_failed', `${shortPath(this.#options.appFile)} ended while it was being loaded.`))
    }
    // Not earlier: until the store is open another server may be running on this folder.
    await removeFoldersOfEndedProcesses(join(this.#outputFolder, '..'))
  }

  /** Puts the app in place as its files are now. Gives false, and changes nothing, when it cannot be loaded. */
  async reload(): Promise<boolean> {
    const gateway = this.#gateway as Gateway
    this.#problem = null
    try {
      await gateway.swapHost(await this.#build())
    } catch (error) {
      if (this.#problem) return false
      if (!isChatwrightError(error)) throw error
      const details = error.fix === undefined ? {} : { fix: error.fix }
      this.#report(error instanceof AppProblem ? error : new AppProblem('app_failed', error.message, details))
      return false
    }
    gateway.setAppError(null)
    return true
  }

  /** Tells pages and terminal of a problem that is not in the app's files, such as one of the configuration. */
  report(problem: AppProblem): void {
    this.#report(problem)
  }

  /** Ends gracefully; see `Gateway.close`. */
  async close(): Promise<void> {
    await this.#gateway?.close({ drainMs: this.config.drainMs })
    this.#stopWatching()
    this.#modules.close()
    await rm(this.#outputFolder, { recursive: true, force: true })
  }

  async #build(): Promise<CreateHost> {
    const { appFile, mode } = this.#options
    let built
    try {
      built = await bundle({ entries: { app: appFile }, outputFolder: this.#outputFolder, doors: this.#own.doors })
    } catch (error) {
      if (error instanceof AppProblem) this.#appInputs = [...new Set([...this.#appInputs, ...error.watch])]
      throw error
    }
    this.#appInputs = built.inputs
    this.#modules.forget()
    await removeOldFiles(this.#outputFolder, { keep: built.outputs, olderThanMs: keepOutputsMs })
    const { config } = this
    const app = {
      entry: (built.entries['app'] as URL).href,
      file: shortPath(appFile),
      modules: this.#modules.channel,
      showErrors: config.showErrors,
      dev: mode === 'dev',
    }
    const createHost = await defaultHost(app, config.isolation, this.#own)
    return overhear(createHost, appFile, {
      onLoaded: (info) => {
        this.#isLoaded = true
        this.#options.onLoaded?.(info)
      },
      onProblem: (problem) => {
        if (mode === 'dev') this.#report(problem)
        else this.#problem = problem
      },
    })
  }

  #report(problem: AppProblem): void {
    this.#problem = problem
    this.#gateway?.setAppError(problem.toAppError())
    this.#options.onProblem?.(problem)
  }
}
