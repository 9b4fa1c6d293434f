import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lex } from './lex.ts'
import { MarkdownStream, type Block, type MarkdownDoc } from './markdown-stream.ts'
import { whole } from './split-block.ts'
import { tidyTail } from './tidy-tail.ts'
import type { BlockToken } from './tokens.ts'

const blocksOf = (doc: MarkdownDoc): Block[] => doc.groups.flat()

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
  if (seen['type'] === 'text' && !isLeaf) seen['type'] = 'paragraph'
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
  fc.tuple(line, line).map((lines) => `:::note\n${lines.join('\n\n')}\n:::`),
  line.map((text) => `:::tip ${text} :::`),
  line.map((text) => `::: idea\n\`\`\`\n:::\n${text}\n\`\`\`\n:::`),
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
const documentsOf = (block: fc.Arbitrary<string>) =>
  fc
    .array(fc.tuple(block, separators), { minLength: 1, maxLength: 14 })
    .map((pieces) => pieces.map(([block, separator]) => block + separator).join(''))
const documents = documentsOf(blocks)
/** Documents whose beginning does not depend on their end. */
const plainDocuments = documentsOf(blocks.filter((block) => !block.startsWith('[')))
const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 60 })

/** The document after each of the texts. */
function after(texts: readonly string[], isDone = false): MarkdownDoc[] {
  const stream = new MarkdownStream()
  return texts.map((text, index) => stream.update(text, isDone && index === texts.length - 1))
}

describe('reading while it arrives', () => {
  it('shows midway what reading at once shows, but for references', () => {
    fc.assert(
      fc.property(plainDocuments, sizes, (text, cuts) => {
        expect(midway(text, cuts)).toEqual(tidied(text))
      }),
      { numRuns: 400 },
    )
  })

  it('shows a task alike before and after a blank line makes its list a loose one', () => {
    const items = Array.from({ length: 12 }, (_, index) => `- [ ] task ${index}`).join('\n')
    const text = `${items}\n\n- [x] done\n- [ ] **open**\n\n`
    expect(midway(text, [items.length, 1, 1])).toEqual(tidied(text))
  })

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

/** The parts that a block had before are the ones it has now, and maybe there are more. */
function expectSameStart(now: Block | undefined, before: Block | undefined): void {
  expect(before?.parts.length).toBeGreaterThan(1)
  for (const [index, part] of (before?.parts ?? []).entries()) expect(now?.parts[index]).toBe(part)
}

describe('what settles', () => {
  const paragraphs = Array.from({ length: 200 }, (_, n) => `Paragraph ${n} has *some* words.`)
  const text = paragraphs.join('\n\n')

  it('keeps the identity of settled blocks while the text grows', () => {
    const [early, late] = after([text.slice(0, 5_000), text])
    const before = early?.groups.flat().slice(0, -3) ?? []
    expect(before.length).toBeGreaterThan(100)
    expect(late?.groups.flat().slice(0, before.length)).toEqual(before)
    for (const [index, block] of before.entries()) expect(late?.groups.flat()[index]).toBe(block)
    expect(late?.groups[0]).toBe(early?.groups[0])
  })

  it('keeps the identity of blocks that the reading at the end does not change', () => {
    const growing = `[a] link\n\n${text}\n\n[a]: https://a.example\n`
    const [, late, done] = after([growing.slice(0, 5_000), growing, growing], true)
    const [first, ...others] = blocksOf(done as MarkdownDoc)
    const [before, ...unchanged] = blocksOf(late as MarkdownDoc)
    expect(first).not.toBe(before)
    expect(first?.token).toMatchObject({ tokens: [{ type: 'link', href: 'https://a.example' }, { text: ' link' }] })
    expect(others).toHaveLength(200)
    for (const [index, block] of others.entries()) expect(block).toBe(unchanged[index])
  })

  it('reads anew when the text does not go on from the last one', () => {
    const [, anew] = after([text, 'Something *else*'])
    expect(seen(blocksOf(anew as MarkdownDoc).map(whole))).toEqual(atOnce('Something *else*'))
  })

  it('takes any line ending, also one that is cut in two', () => {
    const [, , done] = after(['a\r\nb\r', 'a\r\nb\r\n\r\n', 'a\r\nb\r\n\r\n- c\r\n'], true)
    expect(seen(blocksOf(done as MarkdownDoc).map(whole))).toEqual(atOnce('a\nb\n\n- c\n'))
  })
})

describe('an open code block', () => {
  const lines = Array.from({ length: 5_000 }, (_, n) => `const x${n} = '**not bold**'`)
  const text = `Before\n\n\`\`\`ts\n${lines.join('\n')}`

  it('is settled in parts that stay, and the rest is small', () => {
    const [early, late] = after([text.slice(0, -400), text])
    const [, before] = blocksOf(early as MarkdownDoc)
    const [, block] = blocksOf(late as MarkdownDoc)
    expect(block?.parts.length).toBeGreaterThan(40)
    expectSameStart(block, before)
    expect(block?.token).toMatchObject({ type: 'code', lang: 'ts' })
    expect(block?.token.raw.length).toBeLessThan(10_000)
    expect(whole(block as Block)).toMatchObject({ text: lines.join('\n') })
  })

  it('is not lexed again for each piece', () => {
    const stream = new MarkdownStream()
    stream.update(text, false)
    const started = performance.now()
    let grown = text
    for (let n = 0; n < 1_000; n++) stream.update((grown += '\nmore'), false)
    // Lexing the block once takes some milliseconds: a thousand times would be seconds.
    expect(performance.now() - started).toBeLessThan(1_500)
  })

  it('keeps its parts when it ends, and when the message does', () => {
    const [open, closed, done] = after([text, `${text}\n\`\`\`\n\nAfter`, `${text}\n\`\`\`\n\nAfter`], true)
    const [, before] = blocksOf(open as MarkdownDoc)
    const [, settled, behind] = blocksOf(closed as MarkdownDoc)
    expectSameStart(settled, before)
    expect(settled?.isOpen).toBe(false)
    expect(behind?.token.type).toBe('paragraph')
    expect(blocksOf(done as MarkdownDoc)[1]).toBe(settled)
  })

  it.each(['```\na\n``', '```\na\n ```', '~~~\na\n~~'])('holds back what may become its end: %j', (half) => {
    const [doc] = after([half])
    expect(blocksOf(doc as MarkdownDoc).map(whole)).toMatchObject([{ type: 'code', text: 'a' }])
  })

  it('goes on behind what only looked like its end', () => {
    const [doc] = after(['````\na\n```\nb'])
    expect(blocksOf(doc as MarkdownDoc).map(whole)).toMatchObject([{ type: 'code', text: 'a\n```\nb' }])
  })
})

describe('long blocks', () => {
  it.each([
    ['paragraph', Array.from({ length: 12_000 }, (_, n) => `word${n} `).join('')],
    ['list', Array.from({ length: 3_000 }, (_, n) => `- item ${n}`).join('\n')],
    ['table', `| a | b |\n|---|---|\n${Array.from({ length: 3_000 }, (_, n) => `| ${n} | b |`).join('\n')}`],
  ])('a %s is settled in parts, and the rest is small', (type, text) => {
    const [early, late] = after([text, `${text} x`])
    const [block, ...others] = blocksOf(late as MarkdownDoc)
    expect(others).toEqual([])
    expect(block?.token.type).toBe(type)
    expect(block?.token.raw.length).toBeLessThan(10_000)
    expectSameStart(block, blocksOf(early as MarkdownDoc)[0])
    expect(seen([whole(block as Block)])).toEqual(tidied(`${text} x`))
  })
})

describe('hostile text', () => {
  const marks = ['[', '![', '*', '_', '`', '~', '<', '$', '\\', '> ', '- ', '[![', '<a ', '**a ', '__a_', '[a](', '\\(']
  it.each(marks)('is read in bounded time: %j again and again', (mark) => {
    const text = mark.repeat(20_000 / mark.length)
    const started = performance.now()
    after([text.slice(0, 10_000), text, text], true)
    // Some take a second on a busy machine; what grows with the square or worse would take minutes.
    expect(performance.now() - started).toBeLessThan(15_000)
  })

  it('nests no deeper than the stack allows', () => {
    for (const [open, close] of [
      ['> ', ''],
      ['- ', ''],
      ['**a ', ' b**'],
      ['*a _b ', '_*'],
      ['[', '](a)'],
      ['![', '](a)'],
    ] as const) {
      const [doc] = after([`${open.repeat(10_000)}x${close.repeat(10_000)}`], true)
      expect(depthOf(blocksOf(doc as MarkdownDoc))).toBeLessThan(200)
    }
  })
})

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}
