/** `npm run build`: builds what is not fresh. `--serving`: only what is needed to serve an app. */
import { parseArgs } from 'node:util'
import { unlessFresh } from './fresh.mjs'
import { requireNode } from './node-version.mjs'
import { run, step } from './run.mjs'

/** What every build depends on, besides its sources. */
const everywhere = ['package-lock.json', 'tsconfig.base.json', 'scripts/build-package.mjs']
const sourcesOf = (names) => names.flatMap((name) => [`packages/${name}/src`, `packages/${name}/package.json`])

/** Where the page is built to. */
const webOutput = 'packages/web/dist/app'

/** Builds the page that people see, unless it is fresh. */
async function buildWeb() {
  await unlessFresh({
    inputs: [
      ...everywhere,
      ...sourcesOf(['protocol', 'client', 'web']),
      'packages/web/vite.config.ts',
      'packages/web/build',
    ],
    output: `${webOutput}/index.html`,
    work: () =>
      step('Building the page', () =>
        run('vite', ['build', 'packages/web', '--config', 'packages/web/vite.config.ts', '--logLevel', 'warn'], {
          output: 'stderr',
        }),
      ),
  })
}

/** Builds the package `chatwright` with all that it is made of, unless it is fresh. */
async function buildPackage() {
  const names = ['protocol', 'runtime', 'gateway', 'data', 'client', 'integrations', 'web', 'chatwright']
  await unlessFresh({
    inputs: [...everywhere, ...sourcesOf(names), `${webOutput}/index.html`],
    output: 'packages/chatwright/dist/cli/main.js',
    work: () =>
      step('Building the command line', async () => (await import('./build-package.mjs')).buildPackage(webOutput)),
  })
}

requireNode()
const { values } = parseArgs({ options: { serving: { type: 'boolean' } } })
// What serves needs no declarations.
if (!values.serving) await step('Checking types', () => run('tsc', ['-b'], { output: 'stderr' }))
await buildWeb()
await buildPackage()
