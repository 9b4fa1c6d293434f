import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { createMemoryStore, createSqliteStore } from '@chatwright/data'
import {
  fileReadme,
  folderAvatars,
  inlineHost,
  processHost,
  prometheusMetrics,
  workerHost,
  type Avatars,
  type CreateHost,
  type MetricsDoor,
  type PageFiles,
  type Readme,
  type Store,
} from '@chatwright/gateway'
import type { Clock } from '@chatwright/runtime'
import { webRoot } from '@chatwright/web'
import { ElementFolder, type ElementFolderOptions } from './elements/element-folder.ts'
import type { ResolvedConfig } from './config/options.ts'
import { endLeftovers } from './host/end-leftovers.ts'
import { guardedInline } from './host/guard-inline.ts'
import type { OwnModules } from './host/own-modules.ts'
import type { AppFile, serveFile } from './host/serve-file.ts'

/** Where threads are kept when nothing else is said: an embedded database in the data folder. */
export function defaultStore(config: Pick<ResolvedConfig, 'dataFolder'>): Store {
  return createSqliteStore({ folder: config.dataFolder })
}

/** A store that is gone with the process. */
export function memoryStore(): Store {
  return createMemoryStore()
}

/**
 * What runs a bundled app: a worker thread, a process, or this thread. For tests: `clock`, the app's time in this thread;
 * `execArgv`, Node flags in place of this process's; `channels`, what else a process shares with this one.
 */
export async function defaultHost(
  app: AppFile,
  isolation: ResolvedConfig['isolation'],
  own: OwnModules,
  { clock, execArgv, channels = [] }: { clock?: Clock | undefined; execArgv?: string[]; channels?: string[] } = {},
): Promise<CreateHost> {
  const worker = { entry: own.workerEntry, data: app, ...(execArgv ? { execArgv } : {}) }
  if (isolation === 'worker') return endLeftovers(workerHost(worker))
  if (isolation === 'process') {
    const shared = [app.modules, ...channels]
    return endLeftovers(processHost({ ...worker, relay: own.processEntry, channels: shared }))
  }
  process.setSourceMapsEnabled(true)
  const inline = (await import(/* @vite-ignore */ own.inlineEntry.href)) as { serveFile: typeof serveFile }
  return inlineHost(guardedInline(inline.serveFile(app, clock)))
}

/** What measures, when it is asked for. Rejects with `bad_option` when what that needs is not installed. */
export async function defaultMetrics({ metrics }: Pick<ResolvedConfig, 'metrics'>): Promise<MetricsDoor | undefined> {
  return metrics ? { ...metrics, metrics: await prometheusMetrics() } : undefined
}

/** What an app says of itself, in a file beside it. */
export function defaultReadme(appFile: string, file: string | false = 'chatwright.md'): Readme | undefined {
  return file === false ? undefined : fileReadme(resolve(dirname(appFile), file))
}

/** The custom elements of an app, in `elements/` beside it. */
export function defaultElements(
  appFile: string,
  { doors }: Pick<OwnModules, 'doors'>,
  options: Pick<ElementFolderOptions, 'showFrames' | 'onProblem'>,
): ElementFolder {
  const door = doors.get('chatwright/element') as URL
  return new ElementFolder({ folder: resolve(dirname(appFile), 'elements'), door, ...options })
}

/** The pictures of those who speak in an app, in a folder beside it. */
export function defaultAvatars(appFile: string, folder: string = 'public/avatars'): Avatars {
  return folderAvatars(resolve(dirname(appFile), folder))
}

/**
 * The page that people see, with the files in `public/` beside the app; nothing when it is not built, as in a repository
 * where only tests are run. `appFile`: absent for an app that is no file.
 */
export function defaultWeb(page: ResolvedConfig['page'], appFile?: string): { web?: PageFiles } {
  if (!existsSync(new URL('index.html', webRoot))) return {}
  const folder = appFile === undefined ? undefined : resolve(dirname(appFile), 'public')
  return { web: { root: webRoot, ...page, folder } }
}
