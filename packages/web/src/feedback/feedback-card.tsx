import { useEffect, useId, useRef, useState } from 'react'
import { limits, type Feedback } from '@chatwright/protocol'
import { t } from '../i18n/t-later.ts'

interface FeedbackCardProps {
  given: Feedback
  /** The reasons that can be chosen. */
  offered: readonly string[]
  isBusy: boolean
  onSave: (change: { reasons: string[]; comment: string }) => void
  onClose: () => void
}

/** Asks why, under an answer: reasons to choose from and room for words. Nothing of it is kept before it is saved. */
export function FeedbackCard({ given, offered, isBusy, onSave, onClose }: FeedbackCardProps) {
  const [comment, setComment] = useState(given.comment ?? '')
  const [reasons, setReasons] = useState<readonly string[]>(given.reasons)
  const label = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const before = useRef<Element | null>(null)
  useEffect(() => {
    before.current = document.activeElement
    // Whoever pressed a thumb stays there; whoever asked for the words they wrote gets to them.
    if (before.current?.getAttribute('data-feedback') == null) field.current?.focus()
  }, [])

  const close = (): void => {
    const thumb = field.current?.closest('.bar')?.querySelector<HTMLElement>('[data-feedback][aria-pressed="true"]')
    onClose()
    thumb?.focus()
  }
  const toggle = (reason: string): void => {
    setReasons((chosen) => (chosen.includes(reason) ? chosen.filter((other) => other !== reason) : [...chosen, reason]))
  }
  return (
    <div
      className="ask feedback-card"
      role="group"
      aria-labelledby={label}
      onKeyDown={(key) => {
        if (key.key !== 'Escape') return
        // Else it would stop what is at work.
        key.preventDefault()
        key.stopPropagation()
        close()
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onSave({ reasons: [...reasons], comment })
        }}
      >
        <label id={label} htmlFor={`${label}-text`}>
          {t(given.value === 'up' ? 'feedback.whyUp' : 'feedback.whyDown')}
        </label>
        {offered.length > 0 && (
          <div className="reasons" role="group" aria-label={t('feedback.reasons')}>
            {offered.map((reason) => (
              <button
                key={reason}
                type="button"
                className="pill"
                dir="auto"
                aria-pressed={reasons.includes(reason)}
                onClick={() => toggle(reason)}
              >
                {reason}
              </button>
            ))}
          </div>
        )}
        <textarea
          ref={field}
          id={`${label}-text`}
          className="input"
          rows={2}
          dir="auto"
          placeholder={t('feedback.optional')}
          maxLength={limits.commentCharacters}
          value={comment}
          onChange={(change) => setComment(change.currentTarget.value)}
        />
        <div className="acts">
          <button type="button" className="btn btn-ghost btn-s" onClick={close}>
            {t('feedback.close')}
          </button>
          <button type="submit" className="btn btn-outline btn-s" disabled={isBusy}>
            {t(given.comment === null ? 'feedback.add' : 'feedback.save')}
          </button>
        </div>
      </form>
    </div>
  )
}
