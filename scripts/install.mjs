import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, run, step } from './run.mjs'

/** Installs what package-lock.json says, unless that is what is there. */
export async function install() {
  if (isInstalled()) return
  await step('Installing packages (the first time this takes a minute)', () =>
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { output: 'stderr' }),
  )
}

/** Whether node_modules has every package of the lock file in its version; those for other platforms may be missing. */
export function isInstalled() {
  const installedPath = join(root, 'node_modules/.package-lock.json')
  if (!existsSync(installedPath)) return false
  const installed = JSON.parse(readFileSync(installedPath, 'utf8')).packages
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  return Object.entries(locked).every(([path, { version, optional, link }]) => {
    if (!path.includes('node_modules/')) return true
    const found = installed[path]
    if (!found) return optional === true
    return (link || found.version === version) && existsSync(join(root, path))
  })
}
