import { existsSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { run, step } from './run.mjs'

const known = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]

/**
 * The path of a Chromium or Chrome: `CHROMIUM_PATH`, one that is installed, Debian's package when we may install it,
 * Playwright's download otherwise. Throws with what to do when there is none to be had.
 */
export async function findChromium() {
  const chosen = process.env.CHROMIUM_PATH
  if (chosen) {
    if (existsSync(chosen)) return chosen
    throw new Error(`CHROMIUM_PATH names ${chosen}, and there is no such file.`)
  }
  return installed() ?? (await fromDebian()) ?? (await fromPlaywright())
}

function installed() {
  return known.find((path) => existsSync(path)) ?? null
}

async function fromDebian() {
  const isRoot = process.getuid?.() === 0
  if (!isRoot || !hasCommand('apt-get')) return null
  await step('Installing Chromium from Debian', async () => {
    await run('apt-get', ['update', '-qq'], { output: 'stderr', mayFail: true })
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      output: 'stderr',
      env: { DEBIAN_FRONTEND: 'noninteractive' },
      mayFail: true,
    })
  })
  return installed()
}

async function fromPlaywright() {
  const { chromium } = await import('playwright-core')
  if (existsSync(chromium.executablePath())) return chromium.executablePath()
  await step("Downloading Playwright's Chromium", () =>
    run('playwright-core', ['install', 'chromium'], { output: 'stderr', mayFail: true }),
  )
  if (existsSync(chromium.executablePath())) return chromium.executablePath()
  throw new Error(
    'No Chromium was found, and none could be installed. Install Chromium or Chrome, or set CHROMIUM_PATH to one.',
  )
}

function hasCommand(name) {
  try {
    execFileSync('which', [name], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await findChromium())
