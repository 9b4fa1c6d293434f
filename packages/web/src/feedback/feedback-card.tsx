import { useEffect, useId, useRef } from 'react'
import { limits, type FeedbackValue } from '@chatwright/protocol'
import { t } from '../i18n/t-later.ts'

/** Why somebody thinks so, as they are writing it. */
export interface Why {
  reasons: string[]
  comment: string
}

interface FeedbackCardProps {
  value: FeedbackValue
  /** Whether there are words already that are changed. */
  isChange: boolean
  why: Why
  /** The reasons that can be chosen. */
  offered: readonly string[]
  takesFocus: boolean
  isBusy: boolean
  onChange: (why: Why) => void
  onSave: () => void
  onClose: () => void
}

/** Asks why, under an answer: reasons to choose from and room for words. Nothing of it is sent before it is saved. */
export function FeedbackCard(props: FeedbackCardProps) {
  const { value, isChange, why, offered, takesFocus, isBusy, onChange, onSave, onClose } = props
  const { reasons, comment } = why
  const label = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (takesFocus) field.current?.focus()
  }, [takesFocus])

  const close = (): void => {
    const thumb = field.current?.closest('.bar')?.querySelector<HTMLElement>('[data-feedback][aria-pressed="true"]')
    onClose()
    thumb?.focus()
  }
  const toggle = (reason: string): void => {
    const others = reasons.filter((other) => other !== reason)
    onChange({ comment, reasons: reasons.includes(reason) ? others : [...reasons, reason] })
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
          onSave()
        }}
      >
        <label id={label} htmlFor={`${label}-text`}>
          {t(value === 'up' ? 'feedback.whyUp' : 'feedback.whyDown')}
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
          onChange={(change) => onChange({ reasons, comment: change.currentTarget.value })}
        />
        <div className="acts">
          <button type="button" className="btn btn-ghost btn-s" onClick={close}>
            {t('feedback.close')}
          </button>
          <button type="submit" className="btn btn-outline btn-s" disabled={isBusy}>
            {t(isChange ? 'feedback.save' : 'feedback.add')}
          </button>
        </div>
      </form>
    </div>
  )
}
