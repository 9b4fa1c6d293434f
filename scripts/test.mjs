import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { install } from './install.mjs'
import { requireNode } from './node-version.mjs'
import { buildForServing, root, run } from './run.mjs'

/**
 * `npm test` on a fresh clone: installs and builds what is missing, then runs every check there is, and ends with one
 * line: how many passed, how many failed. `--only unit,e2e` runs some of the stages.
 */
const stages = {
  format: () => check('oxfmt', ['--check', '.']),
  types: async () => {
    const packages = await check('tsc', ['-b'])
    const rest = [await check('tsc', ['-p', 'examples']), await check('tsc', ['-p', 'e2e'])]
    return [packages, ...rest].reduce(sum)
  },
  // Reads the declarations that the types stage writes.
  lint: () => check('oxlint', ['--type-aware', '--deny-warnings']),
  unit: () => vitest(['packages/', 'examples/']),
  boundary: () => vitest(['scripts/']),
  e2e: async () => {
    if (!existsSync(join(root, 'e2e/vitest.config.ts'))) return { passed: 0, failed: 0, skipped: ['e2e: none yet'] }
    const { findChromium } = await import('./chromium.mjs')
    return vitest(['--config', 'e2e/vitest.config.ts'], { CHROMIUM_PATH: await findChromium() })
  },
}

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } })
const only = values.only?.flatMap((names) => names.split(','))
const unknown = only?.find((name) => !(name in stages))
if (unknown !== undefined) {
  console.error(`There is no stage '${unknown}'. There are: ${Object.keys(stages).join(', ')}.`)
  process.exit(2)
}

requireNode()
await install()

/** @type {{ passed: number, failed: number, skipped: string[] }} */
const total = { passed: 0, failed: 0, skipped: [] }
const report = []
// What does not build is one failure; the stages that need no build say more.
const isBuilt = await succeeds('build', buildForServing)
if (!isBuilt) {
  total.failed++
  report.push('build     failed')
}
for (const [name, stage] of Object.entries(stages)) {
  if ((only && !only.includes(name)) || (name === 'e2e' && !isBuilt)) continue
  console.log(`\n── ${name}`)
  const startedAt = performance.now()
  let result = { passed: 0, failed: 1, skipped: [] }
  await succeeds(name, async () => {
    result = await stage()
  })
  total.passed += result.passed
  total.failed += result.failed
  total.skipped.push(...result.skipped)
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
  report.push(`${name.padEnd(9)} ${result.passed} passed, ${result.failed} failed (${seconds} s)`)
}

console.log(`\n${report.join('\n')}`)
for (const reason of total.skipped) console.log(`skipped: ${reason}`)
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed > 0 ? 1 : 0)

/** A check that is passed or failed as a whole. */
async function check(command, args) {
  const isGood = (await run(command, args, { mayFail: true })) === 0
  return { passed: Number(isGood), failed: Number(!isGood), skipped: [] }
}

function sum(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: [...a.skipped, ...b.skipped] }
}

/** Runs tests and counts them. A run that breaks without a failed test is a failure all the same. */
async function vitest(args, env = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'chatwright-test-'))
  const file = join(folder, 'counts.json')
  try {
    const reporters = ['--reporter=default', `--reporter=${join(root, 'scripts/count-reporter.mjs')}`]
    const code = await run('vitest', ['run', ...args, ...reporters], {
      mayFail: true,
      env: { ...env, CHATWRIGHT_TEST_COUNTS: file },
    })
    const counts = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { passed: 0, failed: 0, skipped: [] }
    return { ...counts, failed: counts.failed || Number(code !== 0) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Whether work was done; what kept it from that is printed. */
async function succeeds(name, work) {
  try {
    await work()
    return true
  } catch (error) {
    console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`)
    return false
  }
}
