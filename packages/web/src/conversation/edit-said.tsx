import { useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react'
import { limits } from '@chatwright/protocol'
import { Problem } from '../app/problem.tsx'
import { useCommand } from '../app/use-command.ts'
import { t } from '../i18n/t.ts'

interface EditSaidProps {
  text: string
  onSend: (text: string) => Promise<unknown>
  onClose: () => void
}

/** What the person said, to be said anew: in place, the caret at its end. Enter sends, Escape leaves it as it was. */
export default function EditSaid({ text, onSend, onClose }: EditSaidProps) {
  const [draft, setDraft] = useState(text)
  const { isBusy, error, press } = useCommand()
  const field = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => {
    field.current?.focus()
    field.current?.setSelectionRange(text.length, text.length)
    field.current?.closest('.editing')?.scrollIntoView({ block: 'nearest' })
  }, [text])
  const send = (): void => {
    if (draft.trim() === '' || isBusy) return
    press(async () => {
      await onSend(draft)
      onClose()
    })
  }
  const onKeyDown = (key: KeyboardEvent): void => {
    if (key.key === 'Escape') {
      // Else it would stop what is at work.
      key.preventDefault()
      onClose()
    } else if (key.key === 'Enter' && !key.shiftKey && !key.nativeEvent.isComposing) {
      key.preventDefault()
      send()
    }
  }
  return (
    <div className="editing">
      <textarea
        ref={field}
        className="input"
        rows={Math.min(12, draft.split('\n').length + 1)}
        dir="auto"
        aria-label={t('said.edit')}
        maxLength={limits.messageCharacters}
        value={draft}
        onChange={(change) => setDraft(change.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div className="row">
        <span className="hint grow">{t('said.editHint')}</span>
        <button type="button" className="btn btn-ghost btn-s" onClick={onClose}>
          {t('said.cancel')}
        </button>
        <button type="button" className="btn btn-primary btn-s" disabled={isBusy || draft.trim() === ''} onClick={send}>
          {t('said.sendAgain')}
        </button>
      </div>
      <Problem text={error} />
    </div>
  )
}
