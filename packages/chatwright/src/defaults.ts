import { createSqliteStore } from '@chatwright/data'
import { inlineHost, workerHost, type CreateHost, type Store } from '@chatwright/gateway'
import { webRoot } from '@chatwright/web'
import type { ResolvedConfig } from './config/options.ts'
import type { OwnModules } from './host/own-modules.ts'
import type { AppFile, serveFile } from './host/serve-file.ts'

/** Where threads are kept when nothing else is said: an embedded database in the data folder. */
export function defaultStore(config: Pick<ResolvedConfig, 'dataFolder'>): Store {
  return createSqliteStore({ folder: config.dataFolder })
}

/** A store that is gone with the process. */
export function memoryStore(): Store {
  return createSqliteStore({ memory: true })
}

/** What runs a bundled app: a worker thread, or this thread. */
export async function defaultHost(
  app: AppFile,
  isolation: ResolvedConfig['isolation'],
  own: OwnModules,
): Promise<CreateHost> {
  if (isolation === 'worker') return workerHost({ entry: own.workerEntry, data: app })
  const inline = (await import(/* @vite-ignore */ own.inlineEntry.href)) as { serveFile: typeof serveFile }
  return inlineHost(inline.serveFile(app))
}

/** The page that people see. */
export const defaultWeb = { root: webRoot }
