import { readFileSync, readdirSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Visitor, parseSync } from 'rolldown/utils'

/** The repository's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * @typedef {{ specifier: string, line: number, isTypeOnly: boolean, isExportAll: boolean, names: string[] }} Import
 * @typedef {{ path: string, package: string, isTest: boolean, lines: number, imports: Import[], readsEnvironment: number[] }} Module
 *   `names`: what is imported by name, types left out; `path`: relative to the repository; `readsEnvironment`: the lines that do.
 */

/** Every TypeScript module of the packages, parsed. @returns {Map<string, Module>} by path */
export function readModules() {
  const modules = new Map()
  for (const { folder, manifest } of readPackages()) {
    for (const entry of readdirSync(join(root, folder, 'src'), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.tsx?$/.test(entry.name)) continue
      const path = relative(root, join(entry.parentPath, entry.name))
      modules.set(path, { path, package: manifest.name, ...parse(path) })
    }
  }
  return modules
}

/** The packages that have sources. */
export function readPackages() {
  return readdirSync(join(root, 'packages')).map((name) => {
    const folder = join('packages', name)
    return { folder, manifest: JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) }
  })
}

/** Where an import leads: a module of ours by path, a package or a module of Node by name; null for what is no code. */
export function targetOf(module, { specifier }, modules, packages) {
  if (specifier.startsWith('.')) {
    const path = join(dirname(module.path), specifier)
    return modules.has(path) ? { module: path } : null
  }
  // What the build of the page makes is nobody's package.
  if (specifier.startsWith('virtual:')) return null
  if (isBuiltin(specifier)) return { node: specifier.replace(/^node:/, '') }
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0]
  const own = packages.find(({ manifest }) => manifest.name === name)
  if (!own) return { package: name }
  const source = own.manifest.exports[`.${specifier.slice(name.length)}`]?.source
  return { package: name, door: specifier, ...(source ? { module: join(own.folder, source) } : {}) }
}

/** All that is loaded when a module is, with the way there: what is imported only as a type is not. */
export function loadedFrom(start, modules, packages) {
  const reached = []
  const seen = new Set()
  const visit = (path, way) => {
    if (seen.has(path)) return
    seen.add(path)
    const module = modules.get(path)
    for (const entry of module?.imports ?? []) {
      if (entry.isTypeOnly) continue
      const here = [...way, `${path}:${entry.line}`]
      const target = targetOf(module, entry, modules, packages)
      if (target) reached.push({ ...target, way: here })
      if (target?.module) visit(target.module, here)
    }
  }
  visit(start, [])
  return reached
}

function parse(path) {
  const source = readFileSync(join(root, path), 'utf8')
  const { program, errors } = parseSync(path, source)
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0].message}`)
  const lineOf = (position) => source.slice(0, position).split('\n').length
  const imports = []
  const readsEnvironment = []
  const add = (node, isTypeOnly, isExportAll = false) => {
    if (node.source?.type !== 'Literal') return
    const named = (node.specifiers ?? []).filter((name) => (name.importKind ?? name.exportKind) !== 'type')
    const names = named.flatMap(({ imported, local }) => (imported ?? local).name ?? [])
    imports.push({ specifier: node.source.value, line: lineOf(node.start), isTypeOnly, isExportAll, names })
  }
  new Visitor({
    ImportDeclaration: (node) => {
      const names = node.specifiers
      add(node, node.importKind === 'type' || (names.length > 0 && names.every((name) => name.importKind === 'type')))
      if (/^(?:node:)?process$/.test(node.source.value)) readsEnvironment.push(lineOf(node.start))
    },
    ExportNamedDeclaration: (node) => {
      const names = node.specifiers
      add(node, node.exportKind === 'type' || (names.length > 0 && names.every((name) => name.exportKind === 'type')))
    },
    ExportAllDeclaration: (node) => add(node, node.exportKind === 'type', true),
    ImportExpression: (node) => add(node, false),
    MemberExpression: (node) => {
      const isEnvironment = (node.property.name ?? node.property.value) === 'env'
      if (!isEnvironment) return
      const { object } = node
      const isProcess = object.name === 'process' || object.property?.name === 'process'
      const isMeta = object.type === 'MetaProperty'
      if (isProcess || isMeta) readsEnvironment.push(lineOf(node.start))
    },
  }).visit(program)
  return {
    isTest: /\.(?:test|test-d)\.tsx?$/.test(path) || /\/src\/testing\//.test(path),
    lines: source.split('\n').length - 1,
    imports,
    readsEnvironment,
  }
}
