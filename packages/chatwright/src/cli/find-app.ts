import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, relative, resolve } from 'node:path'
import { AppProblem, shortPath } from '../app/problem.ts'
import { nearest } from '../nearest.ts'

const runnable = /\.[cm]?[jt]sx?$/

/** The absolute path of the app a person named. Throws `app_invalid`, with the name they most likely meant. */
export function findApp(name: string): string {
  const path = resolve(name)
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats) {
    throw new AppProblem('app_invalid', `There is no file ${shortPath(path)}.`, { fix: adviceFor(path) })
  }
  if (stats.isDirectory()) {
    const [inside] = appsIn(path)
    throw new AppProblem('app_invalid', `${name} is a folder, and the app is a file.`, {
      fix: inside ? `Name it: ${shortPath(resolve(path, inside))}` : 'Name the file that exports the app.',
    })
  }
  if (!runnable.test(path)) {
    throw new AppProblem('app_invalid', `${name} is not TypeScript or JavaScript.`, {
      fix: 'Name the file that exports the app; it ends in .ts, .tsx, .mts, .js, .jsx or .mjs.',
    })
  }
  return path
}

function adviceFor(path: string): string {
  const candidates = appsIn(dirname(path))
  const near = nearest(basename(path), candidates)
  if (near) return `Did you mean ${shortPath(resolve(dirname(path), near))}?`
  if (candidates.length > 0) return `There are: ${candidates.slice(0, 8).join(', ')}.`
  return "Make one with 'chatwright init'."
}

/** The files of a folder that may be apps, the likeliest first. */
function appsIn(folder: string): string[] {
  const stats = statSync(folder, { throwIfNoEntry: false })
  if (!stats?.isDirectory()) return []
  return readdirSync(folder)
    .filter((name) => runnable.test(name) && !/\.d\.[cm]?ts$|\.test\.|\.config\./.test(name))
    .map((name) => relative('.', name))
    .sort((a, b) => Number(b.startsWith('app.')) - Number(a.startsWith('app.')))
}
