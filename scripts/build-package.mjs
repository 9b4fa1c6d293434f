import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { root } from './run.mjs'

const folder = join(root, 'packages/chatwright')
const sources = join(folder, 'src')

/** The one door that is for browsers. */
const inBrowsers = 'element'

/** What stays outside: loaded only when it is used, or has a binary in a package of its own. */
const external = [
  /^node:/,
  'rolldown',
  'chokidar',
  /^react(?:-dom)?(?:\/|$)/,
  /^ai(?:\/|$)/,
  '@chatwright/sqlite-fallback',
  'prom-client',
  '@opentelemetry/api',
]

/**
 * Bundles the package `chatwright` from the sources of all its parts into `dist`: few modules to load make a fast start.
 * Its type declarations are written there by `tsc -b`.
 *
 * @param {string} webOutput where the built page is
 */
export async function buildPackage(webOutput) {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const names = Object.values(exports).map(({ source }) => source.replace(/^\.\/src\/|\.tsx?$/g, ''))
  const doors = names.filter((name) => name !== inBrowsers)
  const entries = [...doors, 'cli/main', 'host/worker-entry', 'host/process-entry', 'host/serve-file']

  const build = await rolldown({
    input: Object.fromEntries(entries.map((name) => [name, join(sources, `${name}.ts`)])),
    platform: 'node',
    external,
    resolve: { conditionNames: ['source', 'node', 'module-sync', 'default'] },
    plugins: [webInside()],
    logLevel: 'warn',
  })
  for (const name of ['chunks', 'web']) rmSync(join(folder, 'dist', name), { recursive: true, force: true })
  await build.write({
    dir: join(folder, 'dist'),
    format: 'esm',
    sourcemap: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    keepNames: true,
  })
  await build.close()
  await buildForBrowsers()
  if (existsSync(join(root, webOutput))) cpSync(join(root, webOutput), join(folder, 'dist/web'), { recursive: true })
}

/** What runs in the frame of a custom element: bundled with it, and with React, when an app is served. */
async function buildForBrowsers() {
  const build = await rolldown({
    input: join(sources, `${inBrowsers}.ts`),
    platform: 'browser',
    external,
    resolve: { conditionNames: ['source', 'browser', 'default'] },
    logLevel: 'warn',
  })
  await build.write({ file: join(folder, 'dist', `${inBrowsers}.js`), format: 'esm' })
  await build.close()
}

/** In the built package the page lies beside the code. */
function webInside() {
  const id = '\0chatwright:web'
  return {
    name: 'chatwright:web-inside',
    resolveId: (wanted) => (wanted === '@chatwright/web' ? id : null),
    load: (wanted) =>
      wanted === id
        ? `import { packageFolder } from ${JSON.stringify(join(sources, 'package-folder.ts'))}
           import { pathToFileURL } from 'node:url'
           export const webRoot = pathToFileURL(packageFolder() + '/dist/web/')`
        : null,
  }
}
