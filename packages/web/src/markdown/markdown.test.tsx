import fc from 'fast-check'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { labels } from './labels.ts'
import { Markdown } from './markdown.tsx'
import { MarkdownDrawing, plainDrawing } from './syntax.ts'
import { alertKinds } from './tokens.ts'

const shown = (text: string) => renderToStaticMarkup(<Markdown text={text} isStreaming={false} />)
const midway = (text: string) =>
  renderToStaticMarkup(<Markdown text={text} isStreaming caret={<i className="caret" />} />)
const caret = '<i class="caret"></i>'
const external = 'target="_blank" rel="noopener noreferrer"'
const formula = (text: string) => `<code class="formula-source">${text}</code>`
const mathblock = (text: string, tag = 'div') =>
  `<${tag} class="mathblock" tabindex="0" role="group" aria-label="Formula">${formula(text)}</${tag}>`

describe('what Markdown becomes', () => {
  it.each([
    ['a *b* **c** ~~d~~ `e`', '<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e</code></p>'],
    ['# One\n## Two', '<h1>One</h1><h2>Two</h2>'],
    ['One\n===', '<h1>One</h1>'],
    ['one\ntwo', '<p>one<br/>two</p>'],
    ['- a\n- b\n  - c', '<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>'],
    ['- a\n\n- b', '<ul><li><p>a</p></li><li><p>b</p></li></ul>'],
    ['3. a\n4. b', '<ol start="3"><li>a</li><li>b</li></ol>'],
    [
      '- [x] a\n- [ ] b',
      '<ul><li class="is-task"><input type="checkbox" disabled="" readOnly="" aria-label="Done" checked=""/>a</li>' +
        '<li class="is-task"><input type="checkbox" disabled="" readOnly="" aria-label="Not done"/>b</li></ul>',
    ],
    ['> a\n>\n> b', '<blockquote><p>a</p><p>b</p></blockquote>'],
    ['a\n\n---\n\nb', '<p>a</p><hr/><p>b</p>'],
    ['&copy; &amp;lt; \\*no\\*', '<p>© &amp;lt; *no*</p>'],
    ['`&copy;`', '<p><code>&amp;copy;</code></p>'],
    ['[a](/b "c")', '<p><a href="/b" title="c">a</a></p>'],
    ['https://a.example/b_c.', `<p><a href="https://a.example/b_c" ${external}>https://a.example/b_c</a>.</p>`],
    ['www.a.example', `<p><a href="http://www.a.example/" ${external}>www.a.example</a></p>`],
    ['<https://a.example>', `<p><a href="https://a.example/" ${external}>https://a.example</a></p>`],
    ['me@a.example', `<p><a href="mailto:me@a.example" ${external}>me@a.example</a></p>`],
    ['[a][b]\n\n[b]: https://c.example', `<p><a href="https://c.example/" ${external}>a</a></p>`],
    ['![a *b*](/c.png)', '<p><img class="is-coming" src="/c.png" alt="a b" loading="lazy" decoding="async"/></p>'],
    [
      '![a](/public/b.png)',
      '<p><img class="is-coming" src="public/b.png" alt="a" loading="lazy" decoding="async"/></p>',
    ],
    ['[a]() ![b]()', '<p>a b</p>'],
    ['word:word :a[b] ::video{#x}\n\n::directive', '<p>word:word :a[b] ::video{#x}</p><p>::directive</p>'],
    ['![a](/b.mp4)', '<p><video src="/b.mp4" aria-label="a" controls="" preload="metadata"></video></p>'],
  ])('%j', (text, html) => {
    expect(shown(text)).toBe(html)
  })

  it('a table in a card that has a name; figures stand at the end unless the author says otherwise', () => {
    expect(shown('| Place | *When* | Ticket |\n|:-:|---|---|\n| Castle | Sat | 15.00 € |')).toBe(
      '<div class="table-card" tabindex="0" role="group" aria-label="Table: Place, When, Ticket"><table><thead><tr>' +
        '<th class="is-center" scope="col">Place</th><th class="is-start" scope="col"><em>When</em></th>' +
        '<th class="is-end" scope="col">Ticket</th></tr></thead><tbody><tr><td class="is-center">Castle</td>' +
        '<td class="is-start">Sat</td><td class="is-end">15.00 €</td></tr></tbody></table></div>',
    )
  })

  it.each(
    alertKinds.flatMap((kind) => [
      [kind, `> [!${kind.toUpperCase()}]\n> All *kinds*:\n> - of\n> - content`] as const,
      [kind, `:::${kind}\nAll *kinds*:\n- of\n- content\n:::`] as const,
    ]),
  )('an alert: %s, %j', (kind, text) => {
    const html = shown(text)
    expect(html).toMatch(new RegExp(`^<div class="alert is-${kind}" role="note"><svg `))
    expect(html).toContain(`<p class="alert-kind">${labels.alert[kind]}</p>`)
    expect(html).toContain('<p>All <em>kinds</em>:</p><ul><li>of</li><li>content</li></ul></div></div>')
  })

  it.each([
    ['one that is not known is information', ':::whatever\na\n:::', '«info a»'],
    ['in one line', ':::tip Come *early*. :::\nb', '«tip Come early.»b'],
    ['with blank lines and code', ':::note\na\n\n```\n:::\n```\n:::\nb', '«note aCode:::»b'],
    [
      'in each other, and behind a paragraph',
      'x\n:::note\na\n\n::: warning\nb\n:::\n\nc\n:::\nd',
      'x«note a«warning b»c»d',
    ],
    ['to the end when it is not closed', ':::note\na\n\nb', '«note ab»'],
    ['none in a line that goes on otherwise', ':::note this\n\na:::b :::', ':::note thisa:::b :::'],
    ['none at the end of nothing', ':::\n\na', ':::a'],
  ])('a call-out, %s', (_what, text, expected) => {
    const seen = shown(text)
      .replaceAll(/<div class="alert is-([a-z-]+)"[^]*?<p class="alert-kind">[^<]*<\/p>/g, '«$1 ')
      .replaceAll('</div></div>', '»')
    expect(seen.replaceAll(/<[^>]*>/g, '').replaceAll('\n', '')).toBe(expected)
  })

  it('a quote that only looks like an alert stays one', () => {
    expect(shown('> [!OTHER]\n> x')).toBe('<blockquote><p>[!OTHER]<br/>x</p></blockquote>')
  })

  it('code with its language, buttons that have names, and its exact source', () => {
    const html = shown('```ts title="a.ts"\nif (a < b) {\n\treturn `&`\n}\n\n```')
    expect(html).toContain('<figure class="code" dir="ltr"><div class="code-head"><span class="grow">TypeScript</span>')
    expect(html).toContain('aria-label="Wrap lines"')
    expect(html).toContain('aria-label="Copy code"')
    expect(html).toContain('<pre tabindex="0" role="group" aria-label="Code, TypeScript">')
    expect(html).toContain('<code>if (a &lt; b) {\n\treturn `&amp;`\n}\n</code>')
    expect(shown('```\nx\n```')).toContain('<span class="grow">Code</span>')
    expect(shown('```brainfog\nx\n```')).toContain('<span class="grow">brainfog</span>')
  })

  it('footnotes that lead there and back', () => {
    const html = shown('a[^1]\n\n[^1]: the *note*')
    const [, ref] = /<sup><a id="([^"]+)"/.exec(html) ?? []
    const [, note] = /<p class="footnote" id="([^"]+)"/.exec(html) ?? []
    expect(ref).not.toBe(note)
    expect(html).toContain(`href="#${ref}"`)
    expect(html).toContain(`href="#${note}"`)
    expect(html).toContain('the <em>note</em>')
    expect(shown('a[^2]')).toBe('<p>a[^2]</p>')
  })
})

describe('formulas', () => {
  it.each([
    ['$x^2$', `<p>${formula('x^2')}</p>`],
    ['\\(x_1\\)', `<p>${formula('x_1')}</p>`],
    ['$$\nx = 1\n$$', mathblock('x = 1')],
    ['\\[\nx = 1\n\\]', mathblock('x = 1')],
    ['so $$x$$ it is', `<p>so ${mathblock('x', 'span')} it is</p>`],
    ['so\n\\[x\\]\nit is', `<p>so</p>${mathblock('x')}<p>it is</p>`],
    ['$a_b * c$ and *d*', `<p>${formula('a_b * c')} and <em>d</em></p>`],
    ['- $x$', `<ul><li>${formula('x')}</li></ul>`],
    ['$5x + 3$', `<p>${formula('5x + 3')}</p>`],
    ['$10 \\text{ km}$', `<p>${formula('10 \\text{ km}')}</p>`],
  ])('%j', (text, html) => {
    expect(shown(text)).toBe(html)
  })

  it.each([
    '$5 and $10',
    'US$5–$10',
    'US$5-$10',
    'from $1,000 to $2,000/month',
    '$20k, $30k',
    '$10 million, then $20 million',
    '$5/$10',
    'costs 5$ or 10$',
    '$ 5 $',
    '$HOME/$USER',
    '(about $100) or (about $200)',
    '$3.50 * 2 = $7',
    '$20k in one and $30 in the other ($)',
    'a\\$x\\$',
    '$$',
    '$ $',
    '\\(',
    'open $x',
  ])('is none: %j', (text) => {
    expect(shown(text)).not.toContain('formula')
  })

  it('is none in code', () => {
    expect(shown('`$x$`')).toBe('<p><code>$x$</code></p>')
  })
})

it.each(['$x$', '$$\nx^2\n$$', '\\(x\\)', 'a $x*y*z$ b'])('without maths %j is as it is written', (text) => {
  const written = renderToStaticMarkup(
    <MarkdownDrawing value={{ ...plainDrawing, isMath: false }}>
      <Markdown text={text} isStreaming={false} />
    </MarkdownDrawing>,
  )
  expect(written).not.toContain('formula')
  expect(written.replaceAll(/<[^>]+>/g, '')).toBe(text.replaceAll(/[*\\]|\n/g, ''))
})

describe('half-open constructs while streaming', () => {
  it.each([
    ['', `<p>${caret}</p>`],
    ['hello **bo', `<p>hello <strong>bo</strong>${caret}</p>`],
    ['hello **', `<p>hello${caret}</p>`],
    ['a *b **c', `<p>a <em>b <strong>c</strong></em>${caret}</p>`],
    ['a `co', `<p>a <code>co</code>${caret}</p>`],
    ['see [link](htt', `<p>see link${caret}</p>`],
    ['see [li', `<p>see li${caret}</p>`],
    ['see ![pic](http://a', `<p>see${caret}</p>`],
    ['snake_case_na', `<p>snake_case_na${caret}</p>`],
    ['https://a.example/_b', `<p><a href="https://a.example/_b" ${external}>https://a.example/_b</a>${caret}</p>`],
    ['42', `<p>42${caret}</p>`],
    ['text\n-', `<p>text${caret}</p>`],
    ['- a\n- **b', `<ul><li>a</li><li><strong>b</strong>${caret}</li></ul>`],
    ['> a', `<blockquote><p>a${caret}</p></blockquote>`],
    ['# Titl', `<h1>Titl${caret}</h1>`],
    ['a\n\n---\n', `<p>a</p><hr/><p>${caret}</p>`],
    ['open $x', `<p>open $x${caret}</p>`],
  ])('%j', (text, html) => {
    expect(
      midway(text).replaceAll(/ (?=<)/g, (blank, at: number, all: string) =>
        all.startsWith(caret, at + 1) ? '' : blank,
      ),
    ).toBe(html)
  })

  it('an open code block shows its code, without its half-arrived end', () => {
    expect(midway('```js\nlet a\n``')).toContain(`<code>let a${caret}</code>`)
  })

  it('a table shows once it is one', () => {
    expect(midway('| a | b |\n|---|---|\n| c |')).toContain(`<td class="is-start">${caret}</td></tr></tbody>`)
  })

  it('shows the caret exactly once, whatever the text', () => {
    const bits = fc.constantFrom(
      'a ',
      '**',
      '`',
      '```\n',
      '\n\n',
      '\n',
      '- ',
      '> ',
      '# ',
      '| a | b |\n|---|---|\n',
      '$x$',
      '[a](b)',
      '---\n',
      '1. ',
      '> [!TIP]\n',
      '[^1]: x\n',
      '$$\ny\n$$\n',
    )
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 20 }), (parts) => {
        expect(midway(parts.join('')).split(caret)).toHaveLength(2)
      }),
      { numRuns: 500 },
    )
  })

  it('shows no caret when nothing more comes', () => {
    expect(renderToStaticMarkup(<Markdown text="a" isStreaming={false} caret={<i className="caret" />} />)).toBe(
      '<p>a</p>',
    )
  })
})

describe('hostile text', () => {
  it.each([
    '<script>alert(1)</script>',
    '<img class="is-coming" src=x onerror=alert(1)>',
    'a <b onclick="x">b</b>',
    '<!-- a -->',
    '<svg/onload=alert(1)>',
    '<style>*{display:none}</style>',
    '<iframe srcdoc="x"></iframe>',
  ])('HTML is shown as it is written: %j', (text) => {
    const html = shown(text)
    const escaped = text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
    expect(html).toBe(`<p>${escaped}</p>`)
  })

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java&#x09;script:alert(1)',
    'javascript&colon;alert(1)',
    'java&Tab;script:alert(1)',
    '\u0001javascript:alert(1)',
    '&#1;javascript:alert(1)',
    'vbscript:x',
    'data:text/html,<script>alert(1)</script>',
    'blob:https://a.example/x',
    'file:///etc/passwd',
    'view-source:https://a.example',
    'http://',
  ])('a link that may not lead there is shown as text: %j', (href) => {
    for (const text of [
      `[words](${href})`,
      `[words](<${href}>)`,
      `![words](${href})`,
      `[words]\n\n[words]: ${href}`,
      `<${href}>`,
    ]) {
      const html = shown(text)
      expect(html).not.toMatch(/<(?!\/?(?:p|br|em)\b)/)
      expect(html).not.toMatch(/href|src/)
    }
  })

  it.each([
    '//a.example/x',
    '\\\\\\\\a.example/x',
    '/\\a.example/x',
    '/\t/a.example',
    'https:a.example',
    'HTTPS://a.example',
  ])('an address that only looks relative is another host: %j', (href) => {
    expect(shown(`[words](<${href}>)`)).toMatch(
      /<a href="https?:\/\/a\.example\/x?" target="_blank" rel="noopener noreferrer">/,
    )
    expect(shown(`![words](<${href}>)`)).not.toContain('<img')
  })

  it('a picture of another host is not loaded, only linked', () => {
    const html = shown('![who reads](https://spy.example/p.png?q=secret)')
    expect(html).toContain(`<a class="picture-link" href="https://spy.example/p.png?q=secret"`)
    expect(html).not.toMatch(/<(?:img|video)/)
    expect(shown('![](https://spy.example/p.png)')).toContain('Picture</a>')
  })

  it('what goes into an attribute stays in it', () => {
    const html = shown('[a](/b"onmouseover="alert(1) "t\\"onclick=\\"x") ![x" onerror="y](/z.png)')
    expect(html.replaceAll(/"[^"]*"/g, '""')).toBe(
      '<p><a href="" title="">a</a> <img class="" src="" alt="" loading="" decoding=""/></p>',
    )
    expect(shown('```a"><script>\nx\n```')).not.toContain('<script')
  })

  it('never has elements or attributes of its author, whatever the text', () => {
    const bits = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '<script>',
      'javascript:',
      '](',
      '[',
      ')',
      '![',
      '`',
      ' onerror=',
      'a',
      '\n',
      '&lt;',
      '&#x3c;',
      '```',
      '|',
      '<a href=',
      '$',
      '[^',
      ']: ',
    )
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 40 }), (parts) => {
        const html = shown(parts.join(''))
        expect(html).not.toMatch(/<script|(?:href|src)="\s*javascript:|<[^>"]*(?:"[^"]*"[^>"]*)*\sonerror=/)
      }),
      { numRuns: 1_000 },
    )
  })

  it('a stack of thousands of quotes, lists or brackets is rendered', () => {
    for (const mark of ['> ', '- ', '[', '![', '**a ', '<', ':::a\n', ':::a b :::\n'])
      expect(shown(`${mark.repeat(10_000)}x`)).toContain('x')
    expect(shown(`${'*a **b '.repeat(2_000)}${'** *'.repeat(2_000)}`)).toContain('a')
  })
})
