import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { Markdown } from './markdown.tsx'

const shown = (text: string) => renderToStaticMarkup(<Markdown text={text} isStreaming={false} />)
const midway = (text: string) =>
  renderToStaticMarkup(<Markdown text={text} isStreaming caret={<i className="caret" />} />)

describe('what Markdown becomes', () => {
  it.each([
    ['a *b* **c** ~~d~~ `e`', '<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e</code></p>'],
    ['# One\n## Two', '<h1>One</h1><h2>Two</h2>'],
    ['one\ntwo', '<p>one<br/>two</p>'],
    ['- a\n- b\n  - c', '<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>'],
    ['3. a\n4. b', '<ol start="3"><li>a</li><li>b</li></ol>'],
    ['> a\n>\n> b', '<blockquote><p>a</p><p>b</p></blockquote>'],
    ['a\n\n---\n\nb', '<p>a</p><hr/><p>b</p>'],
    ['&copy; &amp;lt; \\*no\\*', '<p>© &amp;lt; *no*</p>'],
  ])('%j', (text, html) => {
    expect(shown(text)).toBe(html)
  })
})

describe('half-open constructs while streaming', () => {
  it.each([
    ['', '<p><i class="caret"></i></p>'],
    ['hello **bo', '<p>hello <strong>bo</strong><i class="caret"></i></p>'],
    ['see [link](htt', '<p>see link<i class="caret"></i></p>'],
  ])('%j', (text, html) => {
    expect(midway(text)).toBe(html)
  })
})
