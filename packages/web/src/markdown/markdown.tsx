import { memo, useContext, useId, useMemo, type ReactNode } from 'react'
import { useNameRule } from '../references/references.tsx'
import { BlockGroup } from './block-view.tsx'
import { DocumentId } from './document-id.ts'
import { MarkdownStream } from './markdown-stream.ts'
import { MarkdownDrawing } from './syntax.ts'
import './markdown.css'

export interface MarkdownProps {
  /** The Markdown as far as it has arrived. */
  text: string
  /** Whether more may come. The end of the text is then shown tidied, and read exactly once this is false. */
  isStreaming: boolean
  /** Stands after the last inline content while the text is streaming. */
  caret?: ReactNode
}

/**
 * Markdown as elements: GitHub's flavour, alerts and footnotes; HTML and formulas as {@link MarkdownDrawing} has it.
 * Nothing is loaded from other hosts. Renders block elements only; put them in an element with the class `prose`.
 *
 * The cost of an update is that of the end of the text: see `MarkdownStream`.
 */
export const Markdown = memo(function Markdown({ text, isStreaming, caret }: MarkdownProps) {
  // A cache of what was read before. Giving it the same text twice, or an older one, gives the same result again.
  const { isHtml, isMath } = useContext(MarkdownDrawing)
  const names = useNameRule()
  const stream = useMemo(() => new MarkdownStream({ isHtml, isMath, names }), [isHtml, isMath, names])
  const { groups } = stream.update(text, !isStreaming)
  const mark = isStreaming ? caret : undefined
  return (
    <DocumentId value={useId()}>
      {groups.map((blocks, index) => (
        <BlockGroup key={blocks[0]?.id} blocks={blocks} caret={index === groups.length - 1 ? mark : undefined} />
      ))}
      {groups.length === 0 && mark !== undefined && <p>{mark}</p>}
    </DocumentId>
  )
})
