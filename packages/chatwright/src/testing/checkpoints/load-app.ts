import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle } from '../../app/bundle.ts'
import { ownModules } from '../../host/own-modules.ts'
import { appIn } from '../../host/serve-file.ts'

/** An app from a file, in this thread. `unload` removes what was written to load it. */
export async function loadApp(path: string): Promise<{ app: object; unload(): Promise<void> }> {
  const file = path.startsWith('file:') ? fileURLToPath(path) : path
  const folder = await mkdtemp(join(tmpdir(), 'chatwright-test-'))
  const own = await ownModules()
  const { entries } = await bundle({ entries: { app: file }, outputFolder: folder, doors: own.doors })
  // so that the places of checkpoints are those in the author's file
  process.setSourceMapsEnabled(true)
  const app = await appIn({ entry: (entries['app'] as URL).href, file })
  return { app, unload: () => rm(folder, { recursive: true, force: true }) }
}
