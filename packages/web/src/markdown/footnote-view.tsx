import { use, type ReactNode } from 'react'
import { DocumentId } from './document-id.ts'
import { goThere, idOf } from './footnote-target.ts'
import { Inline } from './inline-view.tsx'
import { labels } from './labels.ts'
import type { FootnoteToken } from './tokens.ts'

/** The text of a footnote, with the way back. */
export function FootnoteView({ token, caret }: { token: FootnoteToken; caret: ReactNode }) {
  const document = use(DocumentId)
  return (
    <p className="footnote" id={idOf(document, 'note', token.label)} tabIndex={-1} role="doc-footnote">
      <a
        href={`#${idOf(document, 'ref', token.label)}`}
        role="doc-backlink"
        aria-label={`${labels.footnote(token.label)}. ${labels.backToText}`}
        onClick={goThere}
      >
        {token.label}
      </a>{' '}
      <Inline tokens={token.tokens} caret={caret} />
    </p>
  )
}
