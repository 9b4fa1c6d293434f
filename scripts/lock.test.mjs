import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const text = readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')
const locked = JSON.parse(text).packages

it('the lock file has every platform package', () => {
  const missing = []
  for (const [path, { optionalDependencies = {} }] of Object.entries(locked)) {
    for (const name of Object.keys(optionalDependencies)) {
      if (!isLocked(path, name)) missing.push(`${path || 'the workspace'} wants ${name}`)
    }
  }
  expect(missing).toEqual([])
})

it('the lock file names no registry', () => {
  const lines = text.split('\n').flatMap((line, index) => (/"resolved": "http/.test(line) ? [index + 1] : []))
  expect(lines).toEqual([])
})

/** Whether npm, looking from a package upwards, finds another in the lock. */
function isLocked(from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules')))) {
    if (`${folder && `${folder}/`}node_modules/${name}` in locked) return true
    if (folder === '') return false
    if (!folder.includes('/node_modules')) return `node_modules/${name}` in locked
  }
}
