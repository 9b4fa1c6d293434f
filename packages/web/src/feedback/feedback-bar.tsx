import './feedback.css'
import { useState, type ReactNode } from 'react'
import type { ThreadView } from '@chatwright/client'
import { useHello, useSelected } from '@chatwright/client/react'
import type { FeedbackRules, FeedbackValue } from '@chatwright/protocol'
import { MessageSquareText, ThumbsDown, ThumbsUp } from 'lucide-react'
import { Problem } from '../app/problem.tsx'
import { useCommand } from '../app/use-command.ts'
import { t } from '../i18n/t-later.ts'
import { Icon } from '../icons/icon.tsx'
import { FeedbackCard } from './feedback-card.tsx'

interface FeedbackBarProps {
  view: ThreadView
  /** The last message of the answer. */
  messageId: string
  rules: FeedbackRules
  /** What stands behind the thumbs. */
  children?: ReactNode
}

const thumbs = { up: ThumbsUp, down: ThumbsDown } as const

/** The thumbs under an answer. One press records; a comment is offered, never demanded; the same press again takes it back. */
export default function FeedbackBar({ view, messageId, rules, children }: FeedbackBarProps) {
  const userId = useHello()?.user.id
  const given = useSelected(
    view,
    ({ state }) => state.feedbacks.find((one) => one.messageId === messageId && one.userId === userId) ?? null,
  )
  const [isOpen, setIsOpen] = useState(false)
  // Shown as pressed until the server has said what holds.
  const [wanted, setWanted] = useState<FeedbackValue | null | undefined>(undefined)
  const shown = wanted === undefined ? (given?.value ?? null) : wanted
  const { isBusy, error, press } = useCommand()
  const { commands } = view

  const onThumb = (value: FeedbackValue): void => {
    if (isBusy) return
    const isTakenBack = given?.value === value
    setIsOpen(!isTakenBack)
    setWanted(isTakenBack ? null : value)
    press(() =>
      (isTakenBack ? commands.removeFeedback(messageId) : commands.giveFeedback(messageId, value)).finally(() =>
        setWanted(undefined),
      ),
    )
  }
  return (
    <>
      {(['up', 'down'] as const).map((value) => (
        <button
          key={value}
          type="button"
          className="icon-btn sm"
          data-feedback={value}
          aria-label={t(`feedback.${value}`)}
          title={t(`feedback.${value}`)}
          aria-pressed={shown === value}
          onClick={() => onThumb(value)}
        >
          <Icon of={thumbs[value]} isSmall />
        </button>
      ))}
      {given && !isOpen && (
        <button
          type="button"
          className="icon-btn sm"
          aria-label={t(given.comment === null ? 'feedback.add' : 'feedback.edit')}
          title={given.comment ?? t('feedback.add')}
          onClick={() => setIsOpen(true)}
        >
          <Icon of={MessageSquareText} isSmall />
        </button>
      )}
      {children}
      {given && isOpen && (
        <div className="feedback-place">
          <FeedbackCard
            // What is being written belongs to the thumb it was begun under.
            key={given.value}
            given={given}
            offered={rules.reasons[given.value]}
            isBusy={isBusy}
            onSave={(change) =>
              press(async () => {
                await commands.giveFeedback(messageId, given.value, change)
                setIsOpen(false)
              })
            }
            onClose={() => setIsOpen(false)}
          />
        </div>
      )}
      <Problem text={error} />
    </>
  )
}
