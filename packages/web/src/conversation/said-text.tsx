import { useMemo } from 'react'
import { useHello } from '@chatwright/client/react'
import { MarkdownSyntax } from '../markdown/syntax.ts'
import { Markdown } from './lazy-markdown.tsx'

/** Something that Markdown may draw otherwise than it is written; most of what people say has nothing of the kind. */
const perhapsMarkdown = /[`*_#>[|~$\\:&@]|^\s*(?:[-+=]|\d+[.)])|^ {4}|^\t|www\./m

/** The words of a person, as Markdown where the app has it so. What they typed is never HTML. */
export function SaidText({ text }: { text: string }) {
  const { user: isMarkdown = true, math: isMath = true } = useHello()?.app.markdown ?? {}
  const syntax = useMemo(() => ({ isHtml: false, isMath }), [isMath])
  if (!isMarkdown || !perhapsMarkdown.test(text)) return text
  return (
    <div className="prose">
      <MarkdownSyntax value={syntax}>
        <Markdown text={text} isStreaming={false} />
      </MarkdownSyntax>
    </div>
  )
}
