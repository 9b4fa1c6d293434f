import { lazy, Suspense } from 'react'
import type { ThreadView, Turn } from '@chatwright/client'
import { useRules } from '@chatwright/client/react'
import { withNamesOnly, type Message } from '@chatwright/protocol'
import { RotateCcw } from 'lucide-react'
import { Problem } from '../app/problem.tsx'
import { useCommand } from '../app/use-command.ts'
import { CopyButton } from '../format/copy-button.tsx'
import { copyRich } from '../format/copy-text.ts'
import { markdownOf } from '../format/markdown-of.ts'
import { richText } from '../format/rich-text.ts'
import { t } from '../i18n/t.ts'
import { IconButton } from '../icons/icon-button.tsx'

const FeedbackBar = lazy(() => import('../feedback/feedback-bar.tsx'))

interface AnswerBarProps {
  turn: Turn
  messages: readonly Message[]
  view: ThreadView
}

/** The toolbar under an answer that has ended. */
export function AnswerBar({ turn, messages, view }: AnswerBarProps) {
  const messageId = turn.run?.messageId ?? null
  // One that was stopped or lost offers it in its notice; what an answer of the person parts is answered as a whole.
  const canRetry = messageId !== null && turn.endedAt === turn.run?.endedAt && isOver(turn.status)
  const { isBusy, error, press } = useCommand()
  const rules = useRules(view).feedback
  const last = messages.at(-1)
  const again = canRetry && (
    <IconButton
      icon={RotateCcw}
      label={t('turn.again')}
      isSmall
      disabled={isBusy}
      onClick={() => press(() => view.commands.edit(messageId))}
    />
  )
  return (
    <div className="bar">
      <CopyAnswer messages={messages} />
      {rules && last ? (
        <Suspense fallback={again}>
          <FeedbackBar view={view} messageId={last.id} rules={rules}>
            {again}
          </FeedbackBar>
        </Suspense>
      ) : (
        again
      )}
      <Problem text={error} />
    </div>
  )
}

function isOver(status: Turn['status']): boolean {
  return status === 'completed' || status === 'failed'
}

/** Copies an answer: its Markdown, and beside it how it looks. */
function CopyAnswer({ messages }: { messages: readonly Message[] }) {
  return (
    <CopyButton
      of="answer"
      labels={{ copy: t('turn.copy'), copied: t('turn.copied'), failed: t('turn.copyFailed') }}
      text={() => withNamesOnly(messages.map(markdownOf).join('\n\n'))}
      write={(text, button) =>
        copyRich(text, richText(button.closest('.turn')?.querySelectorAll('.message .prose') ?? []))
      }
    />
  )
}
