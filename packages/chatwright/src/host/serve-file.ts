import { ChatwrightError, isChatwrightError, toPublicError, type FromHost, type Serve } from '@chatwright/protocol'
import { askForModules } from './ask-for-modules.ts'
import { stackOf } from '../stack-of.ts'
import { isApp, serve, type App, type Clock } from '@chatwright/runtime'

/** Which app to serve, and how. Structured-clonable: a worker is told it. */
export interface AppFile {
  /** The address of the bundled module. */
  entry: string
  /** The file its author knows, for messages. */
  file: string
  /** Where the app's further modules are bundled; see `ModuleBundler.channel`. */
  modules: string
  /** Whether readers may see what a handler threw. */
  showErrors: boolean
  /** Whether the app is being written; see `ServeOptions.dev`. */
  dev?: boolean
}

/**
 * What a host runs for an app in a file: imports the bundled module and serves the app it exports, by default or as
 * `app`. Answers `failed` with `app_invalid` when there is no app or no handler in it, with `app_failed` when the code
 * throws while it is loaded.
 *
 * This module brings the instance of the runtime that the bundled app gets too.
 */
export function serveFile(options: AppFile, clock?: Clock): Serve {
  return (link) => {
    const prepareModule = askForModules(options.modules)
    appIn(options)
      .then((app) => {
        const { showErrors, dev = false } = options
        serve(app, { showErrors, dev, prepareModule, ...(clock ? { clock } : {}) })(link)
      })
      .catch((error: unknown) => link.post(failed(error)))
  }
}

/** The app that a bundled module exports. Throws `app_invalid` when there is none. */
export async function appIn({ entry, file }: Pick<AppFile, 'entry' | 'file'>): Promise<App> {
  const exports = (await import(/* @vite-ignore */ entry)) as Record<string, unknown>
  for (const value of [exports['default'], exports['app']]) if (isApp(value)) return value
  throw new ChatwrightError('app_invalid', `${file} does not export an app: ${found(exports)}.`, {
    fix: "End the file with 'export default app', where app is what createApp() returned.",
  })
}

function found(exports: Record<string, unknown>): string {
  if ('default' in exports) return `its default export is ${kindOf(exports['default'])}`
  if ('app' in exports) return `its export 'app' is ${kindOf(exports['app'])}`
  const names = Object.keys(exports)
  return names.length === 0 ? 'it exports nothing' : `it exports only ${names.join(', ')}`
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (typeof value === 'function') return 'a function'
  return typeof value === 'object' ? 'another object' : `a ${typeof value}`
}

function failed(error: unknown): Extract<FromHost, { type: 'failed' }> {
  return {
    type: 'failed',
    error: isChatwrightError(error)
      ? toPublicError(error, '')
      : { code: 'app_failed', message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) },
    detail: stackOf(error),
  }
}
