import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { ChatwrightError } from '@chatwright/protocol'
import { bundle } from '../app/bundle.ts'
import { fromLoadFailure } from '../app/load-problem.ts'
import { shortPath } from '../app/problem.ts'
import { stackOf } from '../stack-of.ts'
import { checkOptions } from './check-options.ts'
import { resolveMetrics } from './doors.ts'
import { optionsFromVariables } from './environment.ts'
import { defaultOptions, type ChatwrightConfig, type Mode, type ResolvedConfig } from './options.ts'

/** Names a configuration file may have; the first that is there counts. */
const fileNames = ['chatwright.config.ts', 'chatwright.config.mts', 'chatwright.config.js', 'chatwright.config.mjs']

/** What a configuration is made from. */
export interface LoadConfigOptions {
  appFile: string
  mode: Mode
  /** What the command line says, already checked. `dataDir` is relative to the working folder. */
  flags: ChatwrightConfig
  /** The imports that are the framework's own. */
  doors: ReadonlyMap<string, URL>
}

/** A configuration, and what it was made from. */
export interface LoadedConfig {
  config: ResolvedConfig
  /** Files in which a change may change it. */
  inputs: string[]
}

/**
 * Puts the configuration together: command line before environment before `chatwright.config.ts` before defaults.
 *
 * The configuration file is looked for beside the app, then in the working folder. This module is the only one that
 * reads environment variables; {@link loadDotEnv} comes first. Throws `bad_option`, or an `AppProblem` for a file that
 * cannot be loaded.
 */
export async function loadConfig(options: LoadConfigOptions): Promise<LoadedConfig> {
  const appFolder = dirname(options.appFile)
  const file = findConfigFile(appFolder)
  const fromFile = file ? await readConfigFile(file, options) : { options: {}, inputs: [] }
  const fromEnvironment = optionsFromVariables(process.env)
  const { dataDir: defaultDataDir, ...defaults } = defaultOptions(options.mode)

  const dataFolder =
    from(process.cwd(), options.flags.dataDir) ??
    from(process.cwd(), fromEnvironment.dataDir) ??
    from(file ? dirname(file) : appFolder, fromFile.options.dataDir) ??
    join(appFolder, defaultDataDir)
  const merged = { ...defaults, ...said(fromFile.options), ...fromEnvironment, ...said(options.flags) }
  const { dataDir: _, ...rest } = merged as typeof merged & { dataDir?: string }
  const config = {
    ...rest,
    stop: fromFile.options.stop ?? {},
    page: resolvePage(file ? dirname(file) : appFolder, fromFile.options.page ?? {}),
    metrics: resolveMetrics(options.flags.metrics, fromEnvironment.metrics, fromFile.options.metrics),
    api: merged.api ?? null,
    dataFolder,
  } as ResolvedConfig
  return { config, inputs: file ? [file, ...fromFile.inputs] : fileNames.map((name) => join(appFolder, name)) }
}

/** Paths of the page's additions, from the configuration file on. Throws `bad_option` for one that is not there. */
function resolvePage(folder: string, page: ResolvedConfig['page']): ResolvedConfig['page'] {
  const entries = Object.entries(page).map(([name, path = '']) => {
    const whole = resolve(folder, path)
    if (existsSync(whole)) return [name, whole]
    throw new ChatwrightError('bad_option', `page.${name}: there is no file ${whole}.`, {
      fix: 'Give a path relative to the configuration file.',
    })
  })
  return Object.fromEntries(entries) as ResolvedConfig['page']
}

/** What the surroundings say about the terminal and the desktop. */
export interface Surroundings {
  /** Whether a browser can be opened for somebody who sits here. */
  hasDesktop: boolean
  hasColors: boolean
}

export function readSurroundings(): Surroundings {
  const { CI, DISPLAY, WAYLAND_DISPLAY, NO_COLOR, SSH_CONNECTION, TERM } = process.env
  const hasScreen = process.platform !== 'linux' || Boolean(DISPLAY || WAYLAND_DISPLAY)
  const { isTTY } = process.stdout
  return {
    hasDesktop: isTTY && hasScreen && !CI && !SSH_CONNECTION,
    hasColors: isTTY && !NO_COLOR && TERM !== 'dumb',
  }
}

/** What of the environment came from a file, so that a later reading may change it. */
const fromDotEnv = new Map<string, string>()

/**
 * Puts the variables of a `.env` beside the app into the environment, where workers find them. What was set from outside
 * stays. Gives the file's path, there or not.
 */
export function loadDotEnv(appFile: string): string {
  const path = join(dirname(appFile), '.env')
  const values = existsSync(path) ? parseEnv(readFileSync(path, 'utf8')) : {}
  for (const [name, value] of fromDotEnv) {
    if (process.env[name] !== value) fromDotEnv.delete(name)
    else delete process.env[name]
  }
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || process.env[name] !== undefined) continue
    process.env[name] = value
    fromDotEnv.set(name, value)
  }
  return path
}

function findConfigFile(appFolder: string): string | null {
  for (const folder of new Set([appFolder, process.cwd()])) {
    for (const name of fileNames) if (existsSync(join(folder, name))) return join(folder, name)
  }
  return null
}

async function readConfigFile(
  file: string,
  { doors }: LoadConfigOptions,
): Promise<{ options: ChatwrightConfig; inputs: string[] }> {
  // Where the data folder is, this file has yet to say.
  const outputFolder = await mkdtemp(join(tmpdir(), 'chatwright-config-'))
  try {
    const { entries, inputs } = await bundle({ entries: { config: file }, outputFolder, doors })
    const exported = await importDefault(entries['config'] as URL, file)
    return { options: checkOptions(exported, shortPath(file)), inputs }
  } finally {
    await rm(outputFolder, { recursive: true, force: true })
  }
}

async function importDefault(module: URL, file: string): Promise<unknown> {
  try {
    return ((await import(/* @vite-ignore */ module.href)) as { default?: unknown }).default
  } catch (error) {
    throw fromLoadFailure(stackOf(error), file)
  }
}

function from(folder: string, path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(folder, path)
}

/** The options that are there: `port: undefined` says nothing. */
function said(options: ChatwrightConfig): ChatwrightConfig {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}
