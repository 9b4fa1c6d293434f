import { existsSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = dirname(fileURLToPath(import.meta.url))

const statement = /^(?:import|export)\s+(?:([\w\s{},*$]+?)\s+from\s+)?'([^']+)'/gm

/** All that a file of ours loads, directly and through others of ours. Types are gone when it runs. */
function importsOf(entry: string): { files: Set<string>; packages: Set<string> } {
  const files = new Set<string>()
  const packages = new Set<string>()
  const queue = [entry]
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (files.has(file)) continue
    files.add(file)
    const source = readFileSync(file, 'utf8')
    for (const [, names = '', specifier = ''] of source.matchAll(statement)) {
      if (isTypeOnly(names)) continue
      if (specifier.startsWith('.')) queue.push(resolve(dirname(file), specifier))
      else packages.add(specifier)
    }
    expect(source, `${file} imports at run time`).not.toMatch(/\b(?:import|require)\(/)
  }
  return { files, packages }
}

function isTypeOnly(names: string): boolean {
  if (/^type\b/.test(names)) return true
  const list = /^\{(.*)\}/s.exec(names)?.[1]
  return list?.split(',').every((name) => name.trim() === '' || /^type\s/.test(name.trim())) ?? false
}

describe('the doors of the package', () => {
  it('the main one loads without React and without Node', () => {
    const { files, packages } = importsOf(resolve(root, 'index.ts'))
    expect(files.size).toBeGreaterThan(15)
    expect([...packages].sort()).toEqual(['@chatwright/protocol', 'socket.io-client', 'zustand/vanilla'])
    expect([...packages].filter((name) => isBuiltin(name))).toEqual([])
    expect([...files].filter((file) => file.includes('/react/') || file.includes('/testing/'))).toEqual([])
  })

  it('the protocol it stands on loads without React and without Node too', () => {
    const { packages } = importsOf(resolve(root, '../../protocol/src/index.ts'))
    expect([...packages]).toEqual(['zod'])
  })

  it('./react adds React and nothing else', () => {
    const { packages } = importsOf(resolve(root, 'react/index.ts'))
    expect([...packages].filter((name) => name !== 'react')).toEqual([])
    expect(packages).toContain('react')
  })

  it('finds what it looks for', () => {
    const { packages, files } = importsOf(fileURLToPath(import.meta.url))
    expect([...packages].filter((name) => isBuiltin(name)).length).toBeGreaterThan(3)
    expect([...files].every((file) => existsSync(file))).toBe(true)
  })
})
