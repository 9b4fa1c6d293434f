import { memo, useContext, useRef } from 'react'
import type { Element, Message } from '@chatwright/protocol'
import { t } from '../i18n/t.ts'
import { markdownOf } from '../format/markdown-of.ts'
import { KeepSelection } from '../markdown/keep-selection.tsx'
import { MarkdownDrawing } from '../markdown/syntax.ts'
import { NamedText, References, type OnLed } from '../references/references.tsx'
import { Markdown } from './lazy-markdown.tsx'
import { Trouble } from './trouble.tsx'

/** One element for all, so that a block that did not change is not drawn again for its sake. */
const caret = <span className="caret" aria-hidden="true" />

interface MessageBodyProps {
  message: Message
  isLive: boolean
  /** Its own elements: their names in its text lead to them. */
  elements?: readonly Element[]
  onLed: OnLed
}

/** What is said to models, and to nobody in particular. */
const note = { className: 'message system-note', role: 'note', 'aria-label': t('turn.systemNote') }

const none: readonly Element[] = []

/** One message of an answer. `isLive`: the caret breathes at its end. */
export const MessageBody = memo(function MessageBody({ message, isLive, elements = none, onLed }: MessageBodyProps) {
  const isMarkdown = useContext(MarkdownDrawing).isMarkdown.assistant
  const root = useRef<HTMLDivElement>(null)
  if (message.isError) return <Trouble text={message.text} messageId={message.id} />
  const isStreaming = message.status === 'streaming'
  return (
    <div className="message" data-message-id={message.id} {...(message.role === 'system' ? note : {})}>
      <div className="prose" dir="auto" ref={root}>
        <KeepSelection root={root}>
          <References elements={elements} onLed={onLed}>
            {isMarkdown || message.language !== null ? (
              <Markdown
                text={markdownOf(message)}
                isStreaming={isStreaming}
                caret={isLive && isStreaming ? caret : undefined}
              />
            ) : (
              <p className="plain">
                <NamedText text={message.text} />
                {isLive && isStreaming && caret}
              </p>
            )}
          </References>
        </KeepSelection>
      </div>
    </div>
  )
})
