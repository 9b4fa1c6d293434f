import { useContext, useMemo } from 'react'
import { MarkdownDrawing } from '../markdown/syntax.ts'
import { Markdown } from './lazy-markdown.tsx'

/** Something that Markdown may draw otherwise than it is written; most of what people say has nothing of the kind. */
const perhapsMarkdown = /[`*_#>[|~$\\:&@]|^\s*(?:[-+=]|\d+[.)])|^ {4}|^\t|www\./m

/** The words of a person, as Markdown where the app has it so. What they typed is never HTML. */
export function SaidText({ text }: { text: string }) {
  const drawing = useContext(MarkdownDrawing)
  const withoutHtml = useMemo(() => ({ ...drawing, isHtml: false }), [drawing])
  if (!drawing.isMarkdown.user || !perhapsMarkdown.test(text)) return text
  return (
    <div className="prose">
      <MarkdownDrawing value={withoutHtml}>
        <Markdown text={text} isStreaming={false} />
      </MarkdownDrawing>
    </div>
  )
}
