import './feedback.css'
import { useState, type ReactNode } from 'react'
import type { ThreadView } from '@chatwright/client'
import { useDraft, useHello, useSelected } from '@chatwright/client/react'
import type { FeedbackRules, FeedbackValue } from '@chatwright/protocol'
import { MessageSquareText, ThumbsDown, ThumbsUp } from 'lucide-react'
import { Problem } from '../app/problem.tsx'
import { useCommand } from '../app/use-command.ts'
import { t } from '../i18n/t-later.ts'
import { IconButton } from '../icons/icon-button.tsx'
import { FeedbackCard, type Why } from './feedback-card.tsx'

interface FeedbackBarProps {
  view: ThreadView
  /** The last message of the answer. */
  messageId: string
  rules: FeedbackRules
  /** What stands behind the thumbs. */
  children?: ReactNode
}

/** The card as it stands, open or not. `value`: the thumb it was opened under; what is written belongs to it. */
interface CardDraft extends Why {
  isOpen: boolean
  value: string
}
const closed: CardDraft = { isOpen: false, value: '', reasons: [], comment: '' }

const thumbs = { up: ThumbsUp, down: ThumbsDown } as const

/** The thumbs under an answer. One press records; a comment is offered, never demanded; the same press again takes it back. */
export default function FeedbackBar({ view, messageId, rules, children }: FeedbackBarProps) {
  const userId = useHello()?.user.id
  const given = useSelected(
    view,
    ({ state }) => state.feedbacks.find((one) => one.messageId === messageId && one.userId === userId) ?? null,
  )
  const [draft, setDraft] = useDraft(view, `feedback:${messageId}`, closed)
  const isOpen = draft.isOpen && draft.value === given?.value
  // Whoever pressed a thumb stays there, and whoever comes back writes elsewhere; whoever asked for their words gets to them.
  const [takesFocus, setTakesFocus] = useState(false)
  // Shown as pressed until the server has said what holds.
  const [wanted, setWanted] = useState<FeedbackValue | null | undefined>(undefined)
  const shown = wanted === undefined ? (given?.value ?? null) : wanted
  const { isBusy, error, press } = useCommand()
  const { commands } = view

  const onThumb = (value: FeedbackValue): void => {
    if (isBusy) return
    const isTakenBack = given?.value === value
    setTakesFocus(false)
    setDraft(isTakenBack ? closed : { ...closed, isOpen: true, value })
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
        <IconButton
          icon={thumbs[value]}
          label={t(`feedback.${value}`)}
          isSmall
          key={value}
          data-feedback={value}
          aria-pressed={shown === value}
          onClick={() => onThumb(value)}
        />
      ))}
      {given && !isOpen && (
        <IconButton
          icon={MessageSquareText}
          label={t(given.comment === null ? 'feedback.add' : 'feedback.edit')}
          isSmall
          title={given.comment ?? t('feedback.add')}
          onClick={() => {
            setTakesFocus(true)
            setDraft({ isOpen: true, value: given.value, reasons: given.reasons, comment: given.comment ?? '' })
          }}
        />
      )}
      {children}
      {given && isOpen && (
        <div className="feedback-place">
          <FeedbackCard
            value={given.value}
            isChange={given.comment !== null}
            why={draft}
            offered={rules.reasons[given.value]}
            takesFocus={takesFocus}
            isBusy={isBusy}
            onChange={(why) => setDraft((before) => ({ ...before, ...why }))}
            onSave={() =>
              press(async () => {
                const { reasons, comment } = draft
                await commands.giveFeedback(messageId, given.value, { reasons, comment })
                setDraft(closed)
              })
            }
            onClose={() => setDraft(closed)}
          />
        </div>
      )}
      <Problem text={error} />
    </>
  )
}
