import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './run.mjs'

/**
 * Does a piece of work unless its result is there and was made from the same inputs. Gives whether it did it.
 *
 * @param {{ inputs: string[], output: string, work: () => Promise<void> }} piece `inputs`: files and folders, relative to
 *   the repository; `output`: a file that is there when the work was done.
 */
export async function unlessFresh({ inputs, output, work }) {
  const stamp = join(root, 'node_modules/.cache/chatwright-build', output.replaceAll(/[\\/]/g, '_'))
  const made = hashOf(inputs)
  if (existsSync(join(root, output)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === made) return false
  await work()
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, made)
  return true
}

function hashOf(inputs) {
  const hash = createHash('sha256')
  for (const input of inputs) {
    for (const path of filesIn(input))
      hash
        .update(path)
        .update('\0')
        .update(readFileSync(join(root, path)))
        .update('\0')
  }
  return hash.digest('hex')
}

/** The files of a folder in a fixed order, tests left out: they are no input of anything that is built. */
function filesIn(path) {
  const stats = statSync(join(root, path), { throwIfNoEntry: false })
  if (!stats) return []
  if (stats.isFile()) return [path]
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .sort()
}
