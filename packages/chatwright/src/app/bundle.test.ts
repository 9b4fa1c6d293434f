import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bundle, type Bundle } from './bundle.ts'
import { AppProblem } from './problem.ts'

let folder: string

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'chatwright-bundle-')))
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** Writes files, bundles `app.ts` (or the entry given) and gives what importing it in plain Node prints. */
async function run(files: Record<string, string>, entry = 'app.ts'): Promise<unknown> {
  const { entries } = await build(files, entry)
  const script = `
    process.setSourceMapsEnabled(true)
    const app = await import(${JSON.stringify(entries['app']?.href)})
    console.log(JSON.stringify(typeof app.default === 'function' ? await app.default() : app.default))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])
  return JSON.parse(stdout)
}

async function build(files: Record<string, string>, entry = 'app.ts', doors = new Map<string, URL>()): Promise<Bundle> {
  await write(files)
  return bundle({ entries: { app: join(folder, entry) }, outputFolder: join(folder, '.cache'), doors })
}

async function write(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
}

async function problemOf(files: Record<string, string>, entry = 'app.ts'): Promise<AppProblem> {
  const error: unknown = await build(files, entry).then(
    () => null,
    (error: unknown) => error,
  )
  expect(error).toBeInstanceOf(AppProblem)
  return error as AppProblem
}

const npmPackage = (name: string, files: Record<string, string>, more: object = {}): Record<string, string> => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({ name, version: '1.0.0', ...more }),
  ...Object.fromEntries(Object.entries(files).map(([file, text]) => [`node_modules/${name}/${file}`, text])),
})

describe('what an app may be written in', () => {
  it('imports without extensions', async () => {
    expect(await run({ 'app.ts': `import { a } from './a'; export default a`, 'a.ts': `export const a = 1` })).toBe(1)
  })

  it('paths of a tsconfig', async () => {
    const files = {
      'tsconfig.json': `{ "compilerOptions": { "paths": { "@lib/*": ["./lib/*"], "~/*": ["./*"] } } }`,
      'app.ts': `import { a } from '@lib/a'; import { b } from '~/lib/b'; export default [a, b]`,
      'lib/a.ts': `export const a = 'a'`,
      'lib/b.ts': `export const b = 'b'`,
    }
    expect(await run(files)).toEqual(['a', 'b'])
  })

  it('enums, namespaces and parameter properties', async () => {
    const app = `
      enum Color { Red = 'red' }
      namespace Shape { export const sides = 3 }
      class Box { constructor(readonly size: number) {} }
      export default [Color.Red, Shape.sides, new Box(2).size]`
    expect(await run({ 'app.ts': app })).toEqual(['red', 3, 2])
  })

  it('legacy decorators, with their metadata', async () => {
    const app = `
      const types: string[] = []
      ;(Reflect as any).metadata = (_key: string, value: any) => () => void types.push(value.name ?? '')
      const seen: string[] = []
      const mark = (_target: object, key: string): void => void seen.push(key)
      class Model { @mark when!: Date; @mark greet(name: string): number { return name.length } }
      void Model
      export default [seen, types.includes('Date')]`
    const tsconfig = `{ "compilerOptions": { "experimentalDecorators": true, "emitDecoratorMetadata": true } }`
    expect(await run({ 'app.ts': app, 'tsconfig.json': tsconfig })).toEqual([['when', 'greet'], true])
  })

  it('TSX', async () => {
    const files = {
      'tsconfig.json': `{ "compilerOptions": { "jsx": "react-jsx" } }`,
      'app.tsx': `export default (<b id="x">hi</b>).type`,
      ...npmPackage(
        'react',
        { 'jsx-runtime.js': `exports.jsx = (type) => ({ type })` },
        { exports: { './jsx-runtime': './jsx-runtime.js' } },
      ),
    }
    expect(await run(files, 'app.tsx')).toBe('b')
  })

  it('JSON', async () => {
    const app = `import data from './data.json'; import same from './data.json' with { type: 'json' }; export default [data.n, same.n]`
    expect(await run({ 'app.ts': app, 'data.json': `{ "n": 5 }` })).toEqual([5, 5])
  })

  it('CommonJS packages and top-level await', async () => {
    const files = {
      'app.ts': `import { n } from 'old'; const m = await Promise.resolve(n + 1); export default m`,
      ...npmPackage('old', { 'index.js': `exports.n = 1` }),
    }
    expect(await run(files)).toBe(2)
  })

  it('stack traces with the lines of the source', async () => {
    const app = `interface Unused { a: string }\n\nfunction fail(): never {\n  throw new Error('here')\n}\nexport default () => { try { fail() } catch (error) { return (error as Error).stack } }\nexport const url = import.meta.url`
    expect(await run({ 'app.ts': app })).toContain(`${join(folder, 'app.ts')}:4:`)
  })

  it('createRequire and dynamic imports', async () => {
    const files = {
      'app.ts': `
        import { createRequire } from 'node:module'
        const require = createRequire(import.meta.url)
        const lazy = await import('./sub/lazy')
        const gone = await import('not-installed').catch((error) => error.code)
        export default [require('old').n, require('./data.json').n, lazy.name, gone]`,
      'data.json': `{ "n": 5 }`,
      'sub/lazy.ts': `export const name = import.meta.filename`,
      ...npmPackage('old', { 'index.js': `exports.n = 1` }),
    }
    expect(await run(files)).toEqual([1, 5, join(folder, 'sub/lazy.ts'), 'ERR_MODULE_NOT_FOUND'])
  })

  it('its own place: import.meta and the names CommonJS has for it', async () => {
    const files = {
      'app.ts': `import { place } from './sub/place'; export default [import.meta.url, place]`,
      'sub/place.ts': `#!/usr/bin/env node\nexport const place = [import.meta.url, import.meta.dirname, import.meta.filename, __dirname, __filename]`,
    }
    const sub = join(folder, 'sub')
    const file = join(sub, 'place.ts')
    expect(await run(files)).toEqual([
      pathToFileURL(join(folder, 'app.ts')).href,
      [pathToFileURL(file).href, sub, file, sub, file],
    ])
  })

  it('plain JavaScript', async () => {
    expect(await run({ 'app.mjs': `export default 'js'` }, 'app.mjs')).toBe('js')
  })

  it('using', async () => {
    const app = `const log: string[] = []; { using a = { [Symbol.dispose]: () => log.push('disposed') }; void a } export default log`
    expect(await run({ 'app.ts': app })).toEqual(['disposed'])
  })
})

describe('what stays outside', () => {
  it('leaves packages to Node, by name', async () => {
    const files = { 'app.ts': `import { n } from 'esm'; export default n`, ...npmPackage('esm', esm) }
    const { entries, inputs } = await build(files)
    expect(await import(/* @vite-ignore */ entries['app']!.href)).toHaveProperty('default', 7)
    expect(inputs).toEqual([join(folder, 'app.ts')])
  })

  it('takes a package that Node would not find from the bundle by address', async () => {
    const files = {
      'app/app.ts': `import { n } from '../other/n'; export default n`,
      'other/n.ts': `export { n } from 'esm'`,
      'other/node_modules/esm/package.json': JSON.stringify({ name: 'esm', type: 'module' }),
      'other/node_modules/esm/index.js': `export const n = 7`,
    }
    expect(await run(files, 'app/app.ts')).toBe(7)
  })

  it('finds a path in a package as other runners do, without its ending', async () => {
    const files = {
      'app.ts': `import one from 'old/one'; import two from 'old/two'; export default [one, two]`,
      ...npmPackage('old', { 'one.js': `module.exports = 1`, 'two/index.js': `module.exports = 2` }),
    }
    expect(await run(files)).toEqual([1, 2])
  })

  it('takes of a package with two faces the one for the way it is asked', async () => {
    const faces = { exports: { import: './face.mjs', require: './face.cjs' } }
    const files = {
      'app/app.ts': `import { face } from '../other/esm'; import { other } from '../other/cjs.cjs'; export default [face, other]`,
      'other/esm.ts': `export { face } from 'faces'`,
      'other/cjs.cjs': `exports.other = require('faces').face`,
      'other/node_modules/faces/package.json': JSON.stringify({ name: 'faces', ...faces }),
      'other/node_modules/faces/face.mjs': `export const face = 'import'`,
      'other/node_modules/faces/face.cjs': `exports.face = 'require'`,
    }
    expect(await run(files, 'app/app.ts')).toEqual(['import', 'require'])
  })

  it('takes TypeScript of a linked package in', async () => {
    await write({
      'shared/package.json': JSON.stringify({ name: 'shared', type: 'module', exports: './index.ts' }),
      'shared/index.ts': `export const n: number = 9`,
      'app/node_modules/.keep': '',
    })
    const { symlink } = await import('node:fs/promises')
    await symlink(join(folder, 'shared'), join(folder, 'app/node_modules/shared'), 'dir')
    expect(await run({ 'app/app.ts': `import { n } from 'shared'; export default n` }, 'app/app.ts')).toBe(9)
  })

  it('resolves the framework to the modules it is told, installed or not', async () => {
    const files = {
      'app.ts': `import { n } from 'chatwright'; export default n`,
      'own/index.mjs': `export const n = 'own'`,
      ...npmPackage('chatwright', { 'index.js': `export const n = 'another'` }, { type: 'module' }),
    }
    const doors = new Map([['chatwright', pathToFileURL(join(folder, 'own/index.mjs'))]])
    const { entries } = await build(files, 'app.ts', doors)
    expect(await import(/* @vite-ignore */ entries['app']!.href)).toHaveProperty('default', 'own')
  })

  const esm = { 'index.js': `export const n = 7` }
})

describe('what is wrong', () => {
  it('a syntax error: where it is, and the lines around', async () => {
    const problem = await problemOf({ 'app.ts': `export const a = 1\nconst b = {\n  c: ,\n}\n` })
    expect(problem.message).toMatch(/^Syntax error in .*app\.ts: Unexpected token\.$/)
    expect(problem).toMatchObject({ file: join(folder, 'app.ts'), line: 3 })
    expect(problem.frame).toBe(
      `  1 | export const a = 1\n  2 | const b = {\n> 3 |   c: ,\n    |      ^\n  4 | }\n  5 |`,
    )
    expect(problem.watch).toContain(join(folder, 'app.ts'))
  })

  it('a syntax error on a line that got a prefix', async () => {
    const problem = await problemOf({ 'app.ts': `const u = import.meta.url; const b = { c: , }` })
    expect(problem.frame).toBe(`> 1 | const u = import.meta.url; const b = { c: , }\n    | ${' '.repeat(42)}^`)
  })

  it('a file that is not there: and it is watched for', async () => {
    const problem = await problemOf({
      'app.ts': `import './a.ts'`,
      'a.ts': `import { x } from './gone.ts'\nexport { x }`,
    })
    expect(problem.message).toMatch(/^Cannot find '\.\/gone\.ts', which .*a\.ts imports\.$/)
    expect(problem.fix).toBe('Check the path, or create the file.')
    expect(problem).toMatchObject({ file: join(folder, 'a.ts'), line: 1 })
    expect(problem.watch).toEqual(expect.arrayContaining([join(folder, 'gone.ts'), join(folder, 'app.ts'), folder]))
  })

  it('a package that is not installed', async () => {
    const problem = await problemOf({ 'app.ts': `\nimport x from '@some/pkg/sub'\nexport default x` })
    expect(problem.message).toMatch(/^Cannot find '@some\/pkg\/sub', which .*app\.ts imports\.$/)
    expect(problem.fix).toBe('If it is a package, install it: npm install @some/pkg')
    expect(problem.line).toBe(2)
  })

  it('an export that is not there', async () => {
    const problem = await problemOf({
      'app.ts': `import { b } from './a.ts'\nexport default b`,
      'a.ts': `export const a = 1`,
    })
    expect(problem.message).toContain('b')
    expect(problem).toMatchObject({ file: join(folder, 'app.ts'), line: 1 })
  })

  it('a door of the framework that does not exist', async () => {
    const problem = await problemOf({ 'app.ts': `import 'chatwright/nothing'` })
    expect(problem.message).toContain(`'chatwright/nothing' is not part of Chatwright`)
  })
})

describe('outputs', () => {
  it('keep their name as long as the code is the same, and get another with other code', async () => {
    const first = await build({ 'app.ts': `export default 1` })
    const again = await build({ 'app.ts': `export default 1` })
    const other = await build({ 'app.ts': `export default 2` })
    expect(again.entries).toEqual(first.entries)
    expect(other.entries).not.toEqual(first.entries)
    const names = await readdir(dirname(fileURLToPath(first.entries['app'] as URL)))
    expect(names.filter((name) => !/^o-[\w-]+\.mjs(\.map)?$/.test(name))).toEqual([])
  })
})
