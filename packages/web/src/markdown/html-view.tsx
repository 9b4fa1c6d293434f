import { createElement, useEffect, useState, type ReactNode } from 'react'
import { pairTags, type Piece } from './html-tags.ts'
import type { InlineToken } from './tokens.ts'

type Show = (token: InlineToken, key: number) => ReactNode

/** A line with HTML in it. */
export function InlineHtml({ tokens, show }: { tokens: readonly InlineToken[]; show: Show }): ReactNode {
  return draw(pairTags(tokens), show)
}

function draw(pieces: readonly Piece[], show: Show): ReactNode {
  return pieces.map((piece, key) => {
    if ('token' in piece) return show(piece.token, key)
    return createElement(piece.tag, { key }, 'pieces' in piece ? draw(piece.pieces, show) : undefined)
  })
}

/** A block of HTML, without all that runs, loads, or looks like a part of the page. */
export function HtmlBlock({ html }: { html: string }) {
  const [clean, setClean] = useState<{ of: string; html: string } | null>(null)
  useEffect(() => {
    let isWanted = true
    void import('./clean-html.ts').then(
      ({ cleanHtml }) => isWanted && setClean({ of: html, html: cleanHtml(html) }),
      () => undefined,
    )
    return () => {
      isWanted = false
    }
  }, [html])
  if (clean === null) return null
  return <div className="html" dangerouslySetInnerHTML={{ __html: clean.html }} />
}
