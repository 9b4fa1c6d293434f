import { useHello } from '@chatwright/client/react'
import { HtmlAllowed } from '../markdown/html-context.ts'
import { Markdown } from './lazy-markdown.tsx'

/** Something that Markdown may draw otherwise than it is written; most of what people say has nothing of the kind. */
const perhapsMarkdown = /[`*_#>[|~$\\:&@]|^\s*(?:[-+=]|\d+[.)])|^ {4}|^\t|www\./m

/** The words of a person, as Markdown where the app has it so. What they typed is never HTML. */
export function SaidText({ text }: { text: string }) {
  const isMarkdown = useHello()?.app.markdown.user ?? true
  if (!isMarkdown || !perhapsMarkdown.test(text)) return text
  return (
    <div className="prose">
      <HtmlAllowed value={false}>
        <Markdown text={text} isStreaming={false} />
      </HtmlAllowed>
    </div>
  )
}
