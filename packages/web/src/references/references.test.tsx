import type { Element } from '@chatwright/protocol'
import fc from 'fast-check'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { Markdown } from '../markdown/markdown.tsx'
import { MarkdownDrawing, plainDrawing } from '../markdown/syntax.ts'
import { References } from './references.tsx'

function element(name: string, display: Element['display']): Element {
  const look = { alt: null, language: null, size: 'medium', page: 1, autoPlay: false } as const
  const source = { type: 'text', text: '' } as const
  return { ...look, display, source, id: name, runId: 'r', messageId: 'm', kind: 'text', name }
}

/** What a text becomes, with its chips as `<name>` and as `‹name›` what is bold because it stands below. */
function read(
  text: string,
  names: readonly string[],
  { isStreaming = false, isHtml = false, inline = '' } = {},
): string {
  const elements = names.map((name) => element(name, name === inline ? 'inline' : 'side'))
  const html = renderToStaticMarkup(
    <MarkdownDrawing value={{ ...plainDrawing, isHtml }}>
      <References elements={elements} onLed={() => () => {}}>
        <Markdown text={text} isStreaming={isStreaming} />
      </References>
    </MarkdownDrawing>,
  )
  return html
    .replaceAll(/<button[^>]*element-link[^>]*><svg.*?<\/svg>(.*?)<\/button>/g, '⟦$1⟧')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
}

const hostile = [
  '__a__',
  '_draft_',
  '*b*',
  '**bold**',
  '~~gone~~',
  '`code`',
  'it`s',
  '[x](y)',
  '[x][y]',
  '![x](y)',
  '[^1]',
  '$x$',
  '$5 and $6',
  '<b>',
  '<https://a.example>',
  'https://a.example/b_c',
  'www.a.example',
  'me@a.example',
  'R&amp;D',
  String.raw`a\*b`,
  String.raw`\[x\]`,
  'a.b*',
  '(a|b)*_c_',
  '^$.*+?()[]{}|\\',
  'שלום_*עולם*_',
  '*مرحبا*',
  '🎉*🎉*',
  '👩‍💻_x_',
  '__init__.py',
  'e\u0301_*x*',
]

describe('ELEM-03: names with characters that Markdown makes something of', () => {
  it.each(hostile)('%j is found as it is written', (name) => {
    expect(read(`see ${name} here`, [name])).toBe(`<p>see ⟦${name}⟧ here</p>`)
    // A formula alone on its line is a block.
    if (!name.startsWith('\\[')) expect(read(name, [name])).toBe(`<p>⟦${name}⟧</p>`)
    expect(read(`"${name}", (${name}), ${name}!`, [name])).toBe(`<p>"⟦${name}⟧", (⟦${name}⟧), ⟦${name}⟧!</p>`)
    expect(read(`see ${name} here`, [name], { inline: name })).toBe(`<p>see <strong>${name}</strong> here</p>`)
    expect(read(`see ${name} here`, [name], { isHtml: true })).toBe(`<p>see ⟦${name}⟧ here</p>`)
    expect(read(`- one ${name}\n- two`, [name])).toBe(`<ul><li>one ⟦${name}⟧</li><li>two</li></ul>`)
    expect(read(`> ${name} says`, [name])).toBe(`<blockquote><p>⟦${name}⟧ says</p></blockquote>`)
    expect(read(`## On ${name}`, [name])).toBe(`<h2>On ⟦${name}⟧</h2>`)
  })

  it.each(hostile.filter((name) => !name.includes('`')))('%j is none in code', (name) => {
    expect(read(`\`see ${name} here\``, [name])).toBe(`<p><code>see ${name} here</code></p>`)
    expect(read(`\`\`\`\n${name}\n\`\`\``, [name])).not.toContain('⟦')
    expect(read(`    ${name}`, [name])).not.toContain('⟦')
  })

  it.each(['__a__', '*b*', '~~gone~~', '$x$', '<b>'])('%j is none in a link', (name) => {
    expect(read(`[see ${name} here](https://a.example)`, [name])).not.toContain('⟦')
    if (!name.startsWith('<')) expect(read(`https://a.example/?${name}`, [name])).not.toContain('⟦')
  })

  it.each(['__a__', '*b*', '**bold**', '_draft_', '~~gone~~', '`code`'])('%j is none within a word', (name) => {
    for (const text of [`x${name}y`, `x${name}`, `${name}y`, `ж${name}ж`, `${name}-y`]) {
      expect(read(text, [name]), text).not.toContain('⟦')
    }
  })

  it.each(['__a__', '*b*', '~~gone~~', '[x](y)', '$x$', 'a_b_'])('%j stands within emphasis', (name) => {
    expect(read(`**see ${name} now**`, [name])).toBe(`<p><strong>see ⟦${name}⟧ now</strong></p>`)
    expect(read(`_see ${name} now_`, [name])).toBe(`<p><em>see ⟦${name}⟧ now</em></p>`)
    expect(read(`*a* ${name} *z*`, [name])).toBe(`<p><em>a</em> ⟦${name}⟧ <em>z</em></p>`)
  })

  it('the longest is taken, and each as often as it is there', () => {
    const names = ['*b*', '*b* and *c*', '__a__', '__a__.py']
    expect(read('*b* and *c*, *b*, __a__.py, __a__', names)).toBe('<p>⟦*b* and *c*⟧, ⟦*b*⟧, ⟦__a__.py⟧, ⟦__a__⟧</p>')
  })

  it('what a name has of code or a link makes none of what stands beside it', () => {
    const names = ['it`s', '[x', '__a__']
    expect(read('it`s **bold __a__ `code __a__` [x** it`s', names)).toBe(
      '<p>⟦it`s⟧ <strong>bold ⟦__a__⟧ <code>code __a__</code> ⟦[x⟧</strong> ⟦it`s⟧</p>',
    )
    expect(read('`it`s *a*', names)).toBe('<p><code>it</code>s <em>a</em></p>')
  })

  it('what is no name is Markdown as ever', () => {
    expect(read('__b__ *c* 2*3*4 `__a__` x__a__', ['__a__', '*'])).toBe(
      '<p><strong>b</strong> <em>c</em> 2<em>3</em>4 <code>__a__</code> x__a__</p>',
    )
    expect(read('👩‍💻 👩', ['👩'])).toBe('<p>👩‍💻 ⟦👩⟧</p>')
    expect(read('cafe\u0301 cafe', ['cafe'])).toBe('<p>cafe\u0301 ⟦cafe⟧</p>')
  })

  it('nothing else shows while the text comes', () => {
    for (const name of ['a*', '_x', '**y', 'it`s']) {
      expect(read(`see ${name} here`, [name], { isStreaming: true })).toBe(`<p>see ⟦${name}⟧ here</p>`)
    }
  })

  it('whatever a name is made of, it is found, and nothing of the text is lost', () => {
    const marks = Array.from('*_~`[]()<>&$\\!^|#+-.:@/ abé🎉ש')
    const name = fc
      .array(fc.constantFrom(...marks), { minLength: 1, maxLength: 8 })
      .map((characters) => characters.join(''))
      .filter((text) => text.trim() === text)
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 3 }), (names) => {
        const [first = ''] = names
        const html = read(`see «${first}» here`, [first])
        expect(html).toBe(`<p>see «⟦${first}⟧» here</p>`)
        const words = read(names.map((one) => `«${one}»`).join(' '), names).replaceAll(/[⟦⟧]|<\/?p>/g, '')
        expect(words).toBe(names.map((one) => `«${one}»`).join(' '))
      }),
      { numRuns: 100 },
    )
  })

  it('a long text full of marks is read in no time', () => {
    const text = '*a _b `c [d](e) $f '.repeat(1_500)
    const before = performance.now()
    read(text, hostile)
    const withNames = performance.now() - before
    const again = performance.now()
    read(text, [])
    expect(withNames).toBeLessThan(5 * (performance.now() - again) + 2_000)
  })
})
