import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The repository's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * Runs a command in the repository and gives its exit code; what it says goes where ours goes, or with
 * `output: 'stderr'` all to standard error.
 *
 * @param {string} command `node`, `npm`, the name of a package's command, or one of the system
 * @param {string[]} args
 * @param {{ output?: 'inherit' | 'stderr', env?: Record<string, string>, mayFail?: boolean }} options
 */
export async function run(command, args, { output = 'inherit', env = {}, mayFail = false } = {}) {
  const [file, before] = executableOf(command)
  const child = spawn(file, [...before, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', output === 'stderr' ? 2 : 'inherit', 'inherit'],
    shell: process.platform === 'win32' && file === 'npm',
  })
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(signal ? 1 : code))
  })
  if (code !== 0 && !mayFail) throw new Error(`'${[command, ...args].join(' ')}' ended with code ${code}.`)
  return code
}

/** Builds what is needed to serve an app. In a process of its own: bundlers leave much memory behind. */
export async function buildForServing() {
  await run('node', ['scripts/build.mjs', '--serving'], { output: 'stderr' })
}

/** Says what is being done and how long it took, on standard error. */
export async function step(title, work) {
  const startedAt = performance.now()
  console.error(`• ${title} …`)
  const result = await work()
  console.error(`  done in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`)
  return result
}

/** Commands of packages are run by their file: no shell between, and a signal reaches them. */
function executableOf(command) {
  if (command === 'node') return [process.execPath, []]
  if (command in commands) return [process.execPath, [commands[command]]]
  if (command !== 'npm') return [command, []]
  const npm = process.env.npm_execpath
  return npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
}

const commands = {
  tsc: 'node_modules/typescript/bin/tsc',
  vite: 'node_modules/vite/bin/vite.js',
  vitest: 'node_modules/vitest/vitest.mjs',
  oxlint: 'node_modules/oxlint/bin/oxlint',
  oxfmt: 'node_modules/oxfmt/bin/oxfmt',
  'playwright-core': 'node_modules/playwright-core/cli.js',
}
