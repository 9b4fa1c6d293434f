import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lex } from './lex.ts'
import { MarkdownStream, type Block, type MarkdownDoc } from './markdown-stream.ts'
import { whole } from './split-block.ts'
import { tidyTail } from './tidy-tail.ts'
import type { BlockToken } from './tokens.ts'

const blocksOf = (doc: MarkdownDoc): Block[] => [...doc.groups.flat(), ...doc.tail]

const inParts = (text: string, sizes: readonly number[], isDone: boolean): MarkdownDoc => {
  const stream = new MarkdownStream()
  let at = 0
  for (const size of sizes) {
    at += size
    stream.update(text.slice(0, at), false)
  }
  return stream.update(text, isDone)
}

/** What of a document shows, as one comparable value. */
function seen(tokens: readonly BlockToken[]): unknown {
  return shown(tokens.filter(({ type }) => type !== 'space' && type !== 'def'))
}

function shown(value: unknown): unknown {
  if (Array.isArray(value)) return joinTexts(value.map(shown))
  if (typeof value !== 'object' || value === null) return value
  const {
    raw,
    loose: _loose,
    codeBlockStyle: _style,
    escaped: _escaped,
    task: _task,
    ...seen
  } = value as Record<string, unknown>
  if (seen['tokens'] !== undefined) delete seen['text']
  const isLeaf = seen['type'] === 'text' && seen['tokens'] === undefined
  const entries = Object.entries(seen).map(([key, item]) => [key, shown(item)] as const)
  return Object.fromEntries(
    isLeaf
      ? [
          ['type', 'text'],
          ['text', raw],
        ]
      : entries,
  )
}

function joinTexts(items: unknown[]): unknown[] {
  const joined: unknown[] = []
  for (const item of items as { type?: string; text?: string }[]) {
    const last = joined.at(-1) as typeof item | undefined
    const isPlain = item?.type === 'text' && last?.type === 'text' && 'text' in item && 'text' in last
    if (isPlain) joined[joined.length - 1] = { ...last, text: `${last.text}${item.text}` }
    else joined.push(item)
  }
  return joined
}

const atOnce = (text: string) => seen(lex(text, {}).tokens)
const streamed = (text: string, sizes: readonly number[]) => seen(blocksOf(inParts(text, sizes, true)).map(whole))
/** What is seen when everything is there but may still go on. */
const midway = (text: string, sizes: readonly number[]) => seen(blocksOf(inParts(text, sizes, false)).map(whole))
const tidied = (text: string) => seen(lex(tidyTail(text), {}).tokens)

const words = fc.constantFrom(
  'a',
  'word',
  'two words',
  '**bold**',
  '*it*',
  '`code`',
  '**open',
  '~~gone~~',
  'a_b',
  '_x_',
)
const bits = fc.oneof(
  words,
  fc.constantFrom(
    '[link](https://a.b)',
    '[ref]',
    '[ref][]',
    '![pic](/p.png)',
    '$x^2$',
    '$5 and $10',
    '\\(a\\)',
    '&copy;',
  ),
  fc.constantFrom('<b>html</b>', 'https://a.b/c', 'me@a.b', '\\*no\\*', '|', '`', '**', '*', '_', '[', '](', '$$'),
)
const line = fc.array(bits, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(' '))
const blocks = fc.oneof(
  line,
  fc.tuple(line, line).map((lines) => lines.join('\n')),
  line.map((text) => `# ${text}`),
  line.map((text) => `${text}\n---`),
  fc.array(line, { minLength: 1, maxLength: 20 }).map((items) => items.map((text) => `- ${text}`).join('\n')),
  fc
    .array(line, { minLength: 1, maxLength: 20 })
    .map((items) => items.map((text, n) => `${n + 3}. ${text}`).join('\n')),
  fc
    .array(line, { minLength: 1, maxLength: 4 })
    .map((items) => items.map((text) => `- ${text}\n\n  more\n`).join('\n')),
  fc.array(line, { minLength: 1, maxLength: 4 }).map((items) => items.map((text) => `- [ ] ${text}\n  - x`).join('\n')),
  fc.array(line, { minLength: 1, maxLength: 6 }).map((lines) => lines.map((text) => `> ${text}`).join('\n')),
  line.map((text) => `> [!TIP]\n> ${text}`),
  fc
    .array(words, { minLength: 1, maxLength: 40 })
    .map((rows) => `| a | b |\n|---|:-:|\n${rows.map((r) => `| ${r} | y |`).join('\n')}`),
  fc.array(line, { maxLength: 8 }).map((lines) => `\`\`\`js\n${lines.join('\n')}\n\`\`\``),
  fc.array(line, { maxLength: 300 }).map((lines) => `~~~\n${lines.join('\n')}\n~~~`),
  line.map((text) => `\`\`\`\n${text}`),
  line.map((text) => `    ${text}`),
  fc.constantFrom(
    '---',
    '***',
    '$$\nx = 1\n$$',
    '\\[ y \\]',
    '[ref]: https://ref.example',
    '[^1]: a note',
    'see[^1]',
    '',
    '-',
    '1.',
  ),
)
const separators = fc.constantFrom('\n\n', '\n\n', '\n\n', '\n', '\n\n\n', '\n \n')
const documents = fc
  .array(fc.tuple(blocks, separators), { minLength: 1, maxLength: 14 })
  .map((pieces) => pieces.map(([block, separator]) => block + separator).join(''))
const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 60 })

describe('reading while it arrives', () => {
  it('comes out as reading at once, for any document and any way it is cut', () => {
    fc.assert(
      fc.property(documents, sizes, (text, cuts) => {
        expect(streamed(text, cuts)).toEqual(atOnce(text))
      }),
      { numRuns: 400 },
    )
  })

  it('comes out as reading at once, for any text made of marks', () => {
    const marks = fc.constantFrom(...Array.from('*_`~[]()<>#-+|\\$!&:. \n\n1a'), '```', '- ', '> ', '    ')
    fc.assert(
      fc.property(fc.array(marks, { maxLength: 120 }), sizes, (parts, cuts) => {
        const text = parts.join('')
        expect(streamed(text, cuts)).toEqual(atOnce(text))
      }),
      { numRuns: 600 },
    )
  })

  it('comes out as reading at once, for long paragraphs', () => {
    const plain = fc.constantFrom(
      'lorem ipsum dolor',
      'sit amet, **bold** words',
      'and `code` too',
      'a_b c',
      '$x$',
      'x*y',
    )
    const text = fc.array(plain, { minLength: 300, maxLength: 900 }).map((parts) => parts.join(' '))
    fc.assert(
      fc.property(fc.tuple(text, text), (paragraphs) => {
        const source = paragraphs.join('\n\n')
        const cuts = Array.from({ length: Math.floor(source.length / 97) }, () => 97)
        expect(streamed(source, cuts)).toEqual(atOnce(source))
      }),
      { numRuns: 12 },
    )
  })
})
