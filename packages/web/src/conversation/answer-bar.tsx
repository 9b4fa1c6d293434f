import { lazy, Suspense, useState } from 'react'
import type { ThreadView, Turn } from '@chatwright/client'
import { useRules } from '@chatwright/client/react'
import { withNamesOnly, type Message } from '@chatwright/protocol'
import { Check, Copy, RotateCcw } from 'lucide-react'
import { Problem } from '../app/problem.tsx'
import { useCommand } from '../app/use-command.ts'
import { copyRich } from '../format/copy-text.ts'
import { markdownOf } from '../format/markdown-of.ts'
import { richText } from '../format/rich-text.ts'
import { t } from '../i18n/t.ts'
import { Icon } from '../icons/icon.tsx'

const FeedbackBar = lazy(() => import('../feedback/feedback-bar.tsx'))

/** How long the check mark stands in place of the icon, in milliseconds. */
const doneMs = 1_500

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
    <button
      type="button"
      className="icon-btn sm"
      aria-label={t('turn.again')}
      title={t('turn.again')}
      disabled={isBusy}
      onClick={() => press(() => view.commands.edit(messageId))}
    >
      <Icon of={RotateCcw} isSmall />
    </button>
  )
  return (
    <div className="bar">
      <CopyButton messages={messages} />
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

function CopyButton({ messages }: { messages: readonly Message[] }) {
  const [isDone, setIsDone] = useState(false)
  const copy = async (button: Element): Promise<void> => {
    const shown = button.closest('.turn')?.querySelectorAll('.message .prose') ?? []
    if (!(await copyRich(withNamesOnly(messages.map(markdownOf).join('\n\n')), richText(shown)))) return
    setIsDone(true)
    setTimeout(() => setIsDone(false), doneMs)
  }
  const label = t(isDone ? 'turn.copied' : 'turn.copy')
  return (
    <button
      type="button"
      className="icon-btn sm"
      aria-label={label}
      title={label}
      onClick={({ currentTarget }) => void copy(currentTarget)}
    >
      <Icon of={isDone ? Check : Copy} isSmall />
    </button>
  )
}
