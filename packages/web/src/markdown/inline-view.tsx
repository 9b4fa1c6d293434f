import type { ReactNode } from 'react'
import type { Tokens } from 'marked'
import { NamedText, NoReferences, OwnName } from '../references/references.tsx'
import { decodeEntities } from './entities.ts'
import { FootnoteRef } from './footnote-ref.tsx'
import { ImageView } from './image-view.tsx'
import { InlineHtml } from './html-view.tsx'
import { labels } from './labels.ts'
import { linkTarget } from './link-target.ts'
import { MathInline } from './math-view.tsx'
import type { InlineToken } from './tokens.ts'

/** Inline content. `caret` stands behind it. */
export function Inline({ tokens, caret }: { tokens: readonly InlineToken[]; caret?: ReactNode }) {
  const show = (token: InlineToken, index: number): ReactNode => (
    // Nothing is ever inserted before a token.
    <InlineTokenView key={index} token={token} />
  )
  const hasHtml = tokens.some(({ type }) => type === 'html')
  return (
    <>
      {hasHtml ? <InlineHtml tokens={tokens} show={show} /> : tokens.map(show)}
      {caret}
    </>
  )
}

function InlineTokenView({ token }: { token: InlineToken }) {
  switch (token.type) {
    case 'text':
      return token.tokens ? <Nested of={token} /> : <NamedText text={decodeEntities(token.raw)} />
    case 'name':
      return <OwnName name={token.text} />
    case 'html':
      return null
    case 'escape':
      return token.text
    case 'strong':
      return (
        <strong>
          <Nested of={token} />
        </strong>
      )
    case 'em':
      return (
        <em>
          <Nested of={token} />
        </em>
      )
    case 'del':
      return (
        <del>
          <Nested of={token} />
        </del>
      )
    case 'codespan':
      return <code>{token.text}</code>
    case 'br':
      return <br />
    case 'link':
      return <LinkView token={token} />
    case 'image':
      return <ImageView token={token} />
    case 'math':
      return <MathInline text={token.text} isDisplay={token.display} />
    case 'footnote-ref':
      return <FootnoteRef label={token.label} />
    case 'checkbox':
      return (
        <input
          type="checkbox"
          checked={token.checked}
          disabled
          readOnly
          aria-label={token.checked ? labels.done : labels.notDone}
        />
      )
  }
}

function Nested({ of: token }: { of: { tokens?: unknown } }) {
  return <Inline tokens={token.tokens as InlineToken[]} />
}

/** A link where it may lead somewhere, its words otherwise. */
function LinkView({ token }: { token: Tokens.Link }) {
  const target = linkTarget(token.autolink ? token.href : decodeEntities(token.href))
  const words = token.autolink ? (
    token.text
  ) : (
    <NoReferences>
      <Nested of={token} />
    </NoReferences>
  )
  if (!target) return words
  const { href, isExternal } = target
  const title = token.title ? decodeEntities(token.title) : undefined
  if (!isExternal) {
    return (
      <a href={href} title={title}>
        {words}
      </a>
    )
  }
  return (
    <a href={href} title={title} target="_blank" rel="noopener noreferrer">
      {words}
    </a>
  )
}
