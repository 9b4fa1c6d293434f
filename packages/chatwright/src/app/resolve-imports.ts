import { existsSync, readFileSync, statSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, isAbsolute, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Plugin } from 'rolldown'

const builtins = new Set(builtinModules)
const typescript = /\.[cm]?tsx?$/

/** How the imports of an app are to be resolved. */
export interface ResolveImportsOptions {
  /** The imports that are the framework's own, and the modules they stand for: one instance for app and host. */
  doors: ReadonlyMap<string, URL>
  /** Where the bundle will lie: Node resolves what is left in it from there. */
  outputFolder: string
  /** Told of every import of a file that is not there, with the path it should have. */
  onMissing(path: string): void
}

/**
 * Decides for each import of an app whether it goes into the bundle.
 *
 * In: the app's own files, by path, by `paths` of a tsconfig or by `#imports`, and TypeScript of linked workspace
 * packages, which Node could not load. Out: Node's modules, npm packages, and the framework itself. A package is left to
 * Node under its own name, or by address where Node, looking from the bundle, would find another one or none:
 * `lodash/debounce` of a package without `exports` is a file only with its ending.
 */
export function resolveImports({ doors, outputFolder, onMissing }: ResolveImportsOptions): Plugin {
  return {
    name: 'chatwright:resolve-imports',
    async resolveId(id, importer, extra) {
      if (id.startsWith('\0') || importer === undefined) return null
      if (id.startsWith('node:') || builtins.has(id)) return { id, external: true }

      const door = doors.get(id)
      if (door) return { id: door.href, external: true }
      if (id === 'chatwright' || id.startsWith('chatwright/')) {
        throw new Error(`'${id}' is not part of Chatwright. There are: ${[...doors.keys()].join(', ')}.`)
      }
      if (id.startsWith('@oxc-project/runtime/')) return this.resolve(id, fileURLToPath(import.meta.url), extra)
      if (/^[a-z][a-z+]+:/i.test(id)) return { id, external: true }

      const resolved = await this.resolve(id, importer, { ...extra, skipSelf: true })
      if (isPath(id)) {
        if (!resolved) onMissing(isAbsolute(id) ? id : join(dirname(importer), id))
        return resolved
      }

      // Not there: the bundler says where the import stands. One that is tried at run time may be missing.
      if (!resolved) return extra.kind === 'import-statement' ? null : { id, external: true }
      const packageName = nameOf(id)
      const home = packageName && findPackage(packageName, dirname(importer))
      const byAddress = extra.kind === 'require-call' ? resolved.id : pathToFileURL(resolved.id).href
      if (!home) return isInstalled(resolved.id) ? { id: byAddress, external: true } : resolved
      if (typescript.test(resolved.id) && !isInstalled(resolved.id)) return resolved
      const isSameForNode = findPackage(packageName, outputFolder) === home
      if (isSameForNode && isFoundByNode(home, id.slice(packageName.length + 1))) return { id, external: true }
      return { id: byAddress, external: true }
    },
  }
}

function isPath(id: string): boolean {
  return id.startsWith('./') || id.startsWith('../') || id === '.' || id === '..' || isAbsolute(id)
}

function isInstalled(path: string): boolean {
  return /[\\/]node_modules[\\/]/.test(path)
}

/** The package's name in a bare import, or null for `#imports` and aliases that no package can have. */
function nameOf(id: string): string | null {
  return /^(?:@[^/#]+\/[^/]+|[^@#/~][^/]*)/.exec(id)?.[0] ?? null
}

/** The folder Node takes a package from, looking from a folder upwards; null when there is none. */
function findPackage(name: string, from: string): string | null {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name)
    if (existsSync(candidate)) return candidate
    if (dirname(folder) === folder) return null
  }
}

/** Whether an ES module may import a path inside a package as it is written. */
function isFoundByNode(home: string, subpath: string): boolean {
  if (subpath === '' || statSync(join(home, subpath), { throwIfNoEntry: false })?.isFile()) return true
  const manifest = join(home, 'package.json')
  return existsSync(manifest) && 'exports' in (JSON.parse(readFileSync(manifest, 'utf8')) as object)
}
