import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { fileReadme } from './readme.ts'

const folder = mkdtempSync(join(tmpdir(), 'readme-'))
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text)
afterAll(() => rmSync(folder, { recursive: true }))

describe('fileReadme', () => {
  const readme = fileReadme(join(folder, 'sub', '..', 'chatwright.md'))

  it('there is none before there is a file', () => {
    expect(readme.read('en')).toBeNull()
  })

  it('finds the file of the language, else of its language alone, else the one for all', () => {
    write('chatwright.md', 'for all')
    write('chatwright.fr.md', 'pour tous')
    write('chatwright.pt-BR.md', 'para todos')
    expect(['fr', 'fr-CA', 'pt-BR', 'pt', 'en-GB', ''].map((language) => readme.read(language))).toEqual([
      'pour tous',
      'pour tous',
      'para todos',
      'for all',
      'for all',
      'for all',
    ])
  })

  it('an empty one says that there is none, and a change is seen at once', () => {
    write('chatwright.de.md', ' \n')
    expect(readme.read('de')).toBeNull()
    write('chatwright.de.md', 'für alle')
    expect(readme.read('de')).toBe('für alle')
  })

  it.each(['../secret', 'fr/../../secret', '..', 'fr\0', '%2e%2e', 'a'.repeat(40)])(
    'a language that is none finds the one for all: %j',
    (language) => {
      write('secret.md', 'secret')
      expect(readme.read(language)).toBe('for all')
      expect(readme.filesFor(language)).toEqual([join(folder, 'chatwright.md')])
    },
  )
})
