import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundle } from '../app/bundle.ts'
import { removeOldFiles } from '../app/clean-cache.ts'
import { packageFolder } from '../package-folder.ts'

/** The framework's own modules, of the very copy that is running. */
export interface OwnModules {
  /** What an app may import: `chatwright`, `chatwright/testing` … → the module it gets. */
  doors: ReadonlyMap<string, URL>
  /** The module a worker runs. */
  workerEntry: URL
  /** The module a process runs that hosts an app; it starts a worker. */
  processEntry: URL
  /** The module that serves an app in this thread: `serveFile`. */
  inlineEntry: URL
}

/** The one that is for browsers: it is bundled with each custom element. */
const elementDoor = 'chatwright/element'

interface Manifest {
  name: string
  exports: Record<string, { source: string; default: string }>
}

let cached: Promise<OwnModules> | null = null

/**
 * Finds them: in `dist` when this is the built package. When it runs from its TypeScript sources, as its own tests do,
 * they are bundled first, because a worker is plain Node. App and host get the same instance either way.
 */
export function ownModules(): Promise<OwnModules> {
  cached ??= import.meta.url.endsWith('.ts') ? bundledSources() : Promise.resolve(builtModules())
  return cached
}

function builtModules(): OwnModules {
  const root = packageFolder()
  const doors = doorsOf(root).map(([door, { default: file }]) => [door, pathToFileURL(join(root, file))] as const)
  return {
    doors: new Map(doors),
    workerEntry: pathToFileURL(join(root, 'dist/host/worker-entry.js')),
    processEntry: pathToFileURL(join(root, 'dist/host/process-entry.js')),
    inlineEntry: pathToFileURL(join(root, 'dist/host/serve-file.js')),
  }
}

async function bundledSources(): Promise<OwnModules> {
  const root = packageFolder()
  const sources = doorsOf(root)
    .filter(([door]) => door !== elementDoor)
    .map(([door, { source }]) => [door, join(root, source)] as const)
  const outputFolder = join(root, 'node_modules/.cache/chatwright')
  const { entries, outputs } = await bundle({
    entries: {
      ...Object.fromEntries(sources),
      worker: join(root, 'src/host/worker-entry.ts'),
      process: join(root, 'src/host/process-entry.ts'),
      inline: join(root, 'src/host/serve-file.ts'),
    },
    outputFolder,
    doors: new Map(),
    conditions: ['source'],
  })
  await removeOldFiles(outputFolder, { keep: outputs, olderThanMs: 24 * 60 * 60_000 })
  const { worker, process, inline, ...doors } = entries
  return {
    doors: new Map([...Object.entries(doors), [elementDoor, pathToFileURL(join(root, 'src/element.ts'))]]),
    workerEntry: worker as URL,
    processEntry: process as URL,
    inlineEntry: inline as URL,
  }
}

function doorsOf(root: string): [door: string, files: { source: string; default: string }][] {
  const { name, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest
  return Object.entries(exports).map(([path, files]) => [name + path.slice(1), files])
}
