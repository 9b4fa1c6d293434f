import { use } from 'react'
import { DocumentId } from './document-id.ts'
import { goThere, idOf } from './footnote-target.ts'
import { labels } from './labels.ts'

/** Where a footnote is referred to. */
export function FootnoteRef({ label }: { label: string }) {
  const document = use(DocumentId)
  return (
    <sup>
      <a
        id={idOf(document, 'ref', label)}
        href={`#${idOf(document, 'note', label)}`}
        role="doc-noteref"
        aria-label={labels.footnote(label)}
        onClick={goThere}
      >
        {label}
      </a>
    </sup>
  )
}
