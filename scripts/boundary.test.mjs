import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadedFrom, readModules, readPackages, root, targetOf } from './boundary/modules.mjs'

/** The arrows of docs/architecture.md: which of our packages, or doors of packages, each may import. */
const arrows = {
  '@chatwright/protocol': [],
  '@chatwright/runtime': ['@chatwright/protocol'],
  '@chatwright/gateway': ['@chatwright/protocol'],
  '@chatwright/data': ['@chatwright/protocol', '@chatwright/gateway/ports'],
  '@chatwright/client': ['@chatwright/protocol'],
  '@chatwright/web': ['@chatwright/client', '@chatwright/client/react', '@chatwright/protocol'],
  '@chatwright/integrations': ['@chatwright/protocol', '@chatwright/runtime'],
  chatwright: null,
}

const packages = readPackages()
const modules = readModules()
const ours = new Set(packages.map(({ manifest }) => manifest.name))

/** Every import of every module, with where it leads. */
const imports = [...modules.values()].flatMap((module) =>
  module.imports.map((entry) => ({
    module,
    entry,
    at: `${module.path}:${entry.line}`,
    target: targetOf(module, entry, modules, packages),
  })),
)

it('sees the packages it is about', () => {
  expect(new Set(Object.keys(arrows))).toEqual(ours)
  expect(modules.size).toBeGreaterThan(50)
  expect(imports.length).toBeGreaterThan(modules.size)
})

it('packages import only along the arrows', () => {
  const offenders = imports.filter(({ module, target }) => {
    const allowed = arrows[module.package]
    return target?.door && allowed && target.package !== module.package && !allowed.includes(target.door)
  })
  expect(offenders.map(({ at, entry }) => `${at} imports ${entry.specifier}`)).toEqual([])
})

it('relative imports stay in their package', () => {
  const offenders = imports.filter(
    ({ module, target, entry }) =>
      entry.specifier.startsWith('.') && target?.module && modules.get(target.module).package !== module.package,
  )
  expect(offenders.map(({ at, entry }) => `${at} imports ${entry.specifier}`)).toEqual([])
})

it('packages declare what they import', () => {
  const rootManifest = ['vitest', 'fast-check', 'playwright-core', 'axe-core']
  const offenders = imports.filter(({ module, target }) => {
    if (!target?.package || target.package === module.package) return false
    const { manifest } = packages.find((candidate) => candidate.manifest.name === module.package)
    const { dependencies, peerDependencies, optionalDependencies, devDependencies } = manifest
    const declared = { ...dependencies, ...peerDependencies, ...optionalDependencies, ...devDependencies }
    return !(target.package in declared) && !(module.isTest && rootManifest.includes(target.package))
  })
  expect(offenders.map(({ at, target }) => `${at} imports ${target.package}`)).toEqual([])
})

describe('what the client loads', () => {
  const door = 'packages/client/src/index.ts'

  it('is neither React nor Node', () => {
    const offenders = loadedFrom(door, modules, packages).filter(
      ({ package: name, node }) => node || /^(?:react|react-dom|use-sync-external-store)$/.test(name ?? ''),
    )
    expect(offenders.map(({ way, package: name, node }) => `${way.join(' → ')} loads ${name ?? node}`)).toEqual([])
  })

  it('is not Node, with React', () => {
    const offenders = loadedFrom('packages/client/src/react/index.ts', modules, packages).filter(({ node }) => node)
    expect(offenders.map(({ way, node }) => `${way.join(' → ')} loads ${node}`)).toEqual([])
  })

  it('can be told from nothing', () => {
    expect(loadedFrom(door, modules, packages).length).toBeGreaterThan(5)
  })
})

it('what the page has of the protocol stands apart from schemas, which it would load with it', () => {
  const door = 'packages/protocol/src/index.ts'
  const homes = new Map(
    modules.get(door).imports.flatMap((entry) => {
      const { module } = targetOf(modules.get(door), entry, modules, packages)
      return entry.names.map((name) => [name, module])
    }),
  )
  const hasSchemas = (name) => loadedFrom(homes.get(name), modules, packages).some((one) => one.package === 'zod')
  expect([hasSchemas('element'), hasSchemas('newId')]).toEqual([true, false])
  const offenders = imports.filter(
    ({ module, entry }) =>
      /^@chatwright\/(?:client|web)$/.test(module.package) &&
      !module.isTest &&
      !entry.isTypeOnly &&
      entry.specifier === '@chatwright/protocol' &&
      entry.names.some(hasSchemas),
  )
  expect(offenders.map(({ at, entry }) => `${at} imports ${entry.names.filter(hasSchemas).join(', ')}`)).toEqual([])
})

it('only runtime/src/run/context.ts imports node:async_hooks', () => {
  const offenders = imports.filter(
    ({ module, target }) =>
      target?.node === 'async_hooks' && !module.isTest && module.path !== 'packages/runtime/src/run/context.ts',
  )
  expect(offenders.map(({ at }) => at)).toEqual([])
})

it('only chatwright/src/config/load.ts reads environment variables', () => {
  const offenders = [...modules.values()].filter(
    ({ path, isTest }) => !isTest && path !== 'packages/chatwright/src/config/load.ts',
  )
  expect(offenders.flatMap(({ path, readsEnvironment }) => readsEnvironment.map((line) => `${path}:${line}`))).toEqual(
    [],
  )
  expect(modules.get('packages/chatwright/src/config/load.ts').readsEnvironment).not.toEqual([])
})

it('packages name one by one what they export', () => {
  const doors = packages.flatMap(({ folder, manifest }) =>
    Object.values(manifest.exports).map(({ source }) => join(folder, source)),
  )
  const offenders = imports.filter(({ module, entry }) => entry.isExportAll && doors.includes(module.path))
  expect(offenders.map(({ at }) => at)).toEqual([])
})

it('packages have a README and a licence', () => {
  const offenders = packages.filter(
    ({ folder, manifest }) => manifest.license !== 'MIT' || !existsSync(join(root, folder, 'README.md')),
  )
  expect(offenders.map(({ folder }) => folder)).toEqual([])
})

it('reports modules past 400 lines', () => {
  const long = [...modules.values()].filter(({ lines, isTest }) => lines > 400 && !isTest)
  for (const { path, lines } of long) console.warn(`${path} has ${lines} lines: look for the seam`)
})
