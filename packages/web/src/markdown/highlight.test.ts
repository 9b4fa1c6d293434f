import { describe, expect, it } from 'vitest'
import { canHighlight, highlight, type Coloured } from './highlight.ts'
import { findLanguage, languageName, languageWord } from './languages.ts'

const textOf = (pieces: readonly Coloured[]): string =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : textOf(piece.children))).join('')

const classesOf = (pieces: readonly Coloured[]): string[] =>
  pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.className ?? '', ...classesOf(piece.children)]))

describe('colours', () => {
  it('come from the classes of the tokens, and the code stays what it is', async () => {
    const code = `// why\nconst name: string = 'x' + 1\n\tcall(name)\r\n`
    const coloured = (await highlight(code, 'ts')) ?? []
    expect(textOf(coloured)).toBe(code)
    expect(coloured[0]).toEqual({ className: 'tok-c', children: ['// why'] })
    expect(classesOf(coloured)).toEqual(expect.arrayContaining(['tok-k', 'tok-t', 'tok-s', 'tok-n', 'tok-f']))
  })

  it.each([
    'bash',
    'c',
    'c++',
    'c#',
    'css',
    'diff',
    'docker',
    'go',
    'graphql',
    'toml',
    'java',
    'jsx',
    'json',
    'kt',
    'lua',
    'md',
    'php',
    'ps1',
    'py',
    'r',
    'rb',
    'rs',
    'scss',
    'sql',
    'swift',
    'ts',
    'html',
    'xml',
    'yml',
  ])('there are some for %s', async (language) => {
    const code = `# <a href="b">1</a> { "c": "d", /* e */ return: true } -- f\n+ g\n`
    expect(textOf((await highlight(code, language)) ?? [])).toBe(code)
  })

  it('reach the style and script in a page', async () => {
    const coloured = (await highlight('<style>a { color: red }</style><script>let b = 1</script>', 'html')) ?? []
    expect(classesOf(coloured)).toEqual(expect.arrayContaining(['tok-k', 'tok-n', 'tok-t']))
  })

  it('are not tried for an unknown language, nothing, or very much', async () => {
    expect(await highlight('x', 'brainfog')).toBeNull()
    expect(await highlight('x', '')).toBeNull()
    expect(await highlight('x', '__proto__')).toBeNull()
    expect(canHighlight('', 'ts')).toBe(false)
    expect(canHighlight('x'.repeat(100_000), 'ts')).toBe(false)
  })
})

describe('languages', () => {
  it.each([
    ['ts', 'TypeScript'],
    ['TSX title="a.tsx"', 'TypeScript'],
    ['python {1,3}', 'Python'],
    ['js:app.js', 'JavaScript'],
    ['svg', 'SVG'],
    ['html', 'HTML'],
    ['brainfog', 'brainfog'],
    ['', ''],
    ['constructor', 'constructor'],
  ])('%j is called %j', (info, name) => {
    expect(languageName(info)).toBe(name)
  })

  it('are found by any of their names', () => {
    expect(findLanguage('C++')?.key).toBe('cpp')
    expect(findLanguage('hasOwnProperty')).toBeNull()
    expect(languageWord('  rust,ignore')).toBe('rust')
  })
})
