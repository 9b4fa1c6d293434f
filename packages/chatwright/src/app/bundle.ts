import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { OutputAsset, OutputChunk } from 'rolldown'
import { fromBundler } from './bundler-problem.ts'
import { keepPlaces, placeNames } from './import-meta.ts'
import { resolveImports } from './resolve-imports.ts'

/** What to bundle, and where to. */
export interface BundleOptions {
  /** Name → absolute path of a file to start from. */
  entries: Record<string, string>
  /** Absolute path of the folder for the outputs; made when it is not there. */
  outputFolder: string
  /** The imports that are the framework's own; see `OwnModules.doors`. */
  doors: ReadonlyMap<string, URL>
  /** Export conditions of linked packages, before Node's own. */
  conditions?: readonly string[]
}

/** A bundle that can be imported. */
export interface Bundle {
  /** Name → the module to import. Its name carries a hash: other code is another module. */
  entries: Record<string, URL>
  /** The files that went in: what to watch. */
  inputs: string[]
  /** The files that were written. */
  outputs: string[]
}

/**
 * Turns TypeScript files of an app into modules that Node can import, about as fast as plain JavaScript.
 *
 * npm packages stay outside and are loaded by Node. Stack traces name the original lines. Throws an `AppProblem` that
 * says what is wrong and where, with the files to watch until it is mended.
 */
export async function bundle(options: BundleOptions): Promise<Bundle> {
  const { rolldown } = await import('rolldown')
  const seen = new Set<string>()
  const missing = new Set<string>()
  const warnings: unknown[] = []

  const build = await rolldown({
    input: options.entries,
    platform: 'node',
    tsconfig: true,
    // What a module does when it is loaded may be the point of importing it.
    treeshake: false,
    resolve: { conditionNames: [...(options.conditions ?? []), 'node', 'module-sync', 'default'] },
    transform: { target: 'node20', define: placeNames },
    plugins: [
      { name: 'chatwright:inputs', load: (id) => void (id.startsWith('\0') || seen.add(id)) },
      resolveImports({ ...options, onMissing: (path) => missing.add(path) }),
      keepPlaces(),
    ],
    onLog: (_level, log) => {
      if (log.code === 'UNRESOLVED_IMPORT') warnings.push(log)
    },
  })
  try {
    const { output } = await build.generate({
      format: 'esm',
      sourcemap: true,
      dir: options.outputFolder,
      entryFileNames: 'o-[hash].mjs',
      chunkFileNames: 'o-[hash].mjs',
      keepNames: true,
    })
    if (warnings.length > 0) throw warnings[0]
    const inputs = await build.watchFiles
    const outputs = await writeAll(output, options.outputFolder)
    const entries: Record<string, URL> = {}
    for (const chunk of output) {
      if (chunk.type === 'chunk' && chunk.isEntry) {
        entries[chunk.name] = pathToFileURL(join(options.outputFolder, chunk.fileName))
      }
    }
    return { entries, inputs: inputs.filter((file) => !file.startsWith('\0')), outputs }
  } catch (error) {
    throw fromBundler(error, [...seen, ...[...missing].flatMap((path) => [path, dirname(path)])])
  } finally {
    await build.close()
  }
}

/**
 * Writes what is not there yet. A name stands for its content, so a file that exists is right; each is moved into place
 * whole, because another process may be importing from the same folder.
 */
async function writeAll(output: readonly (OutputChunk | OutputAsset)[], folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  // Maps come after the chunks in `output`, but must be there when a chunk is imported.
  const files = output.toSorted((a, b) => Number(a.type === 'chunk') - Number(b.type === 'chunk'))
  const written: string[] = []
  for (const file of files) {
    const path = join(folder, file.fileName)
    written.push(path)
    if (existsSync(path)) {
      await utimes(path, new Date(), new Date())
      continue
    }
    const draft = `${path}.${randomUUID()}`
    await writeFile(draft, file.type === 'chunk' ? file.code : file.source)
    await rename(draft, path)
  }
  return written
}
