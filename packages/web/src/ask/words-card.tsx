import type { ThreadView } from '@chatwright/client'
import { useDraft } from '@chatwright/client/react'
import type { Ask } from '@chatwright/protocol'
import { limits } from '@chatwright/protocol'
import { t } from '../i18n/t-later.ts'

interface WordsCardProps {
  ask: Ask
  view: ThreadView
  isBusy: boolean
  onSend: (text: string) => void
}

/** Where a question that nobody waits with is answered in words: the composer is for what is said now. */
export default function WordsCard({ ask, view, isBusy, onSend }: WordsCardProps) {
  const [text, setText] = useDraft<string>(view, `ask:${ask.id}`, '')
  if (ask.status !== 'open') return null
  const isEmpty = text.trim() === ''
  return (
    <form
      className="give"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isEmpty && !isBusy) onSend(text)
      }}
    >
      <input
        className="input grow"
        dir="auto"
        aria-label={t('ask.yours')}
        placeholder={t('ask.yours')}
        maxLength={limits.messageCharacters}
        value={text}
        onChange={(change) => setText(change.currentTarget.value)}
      />
      <button type="submit" className="btn btn-primary btn-s" disabled={isEmpty || isBusy}>
        {t('ask.send')}
      </button>
    </form>
  )
}
