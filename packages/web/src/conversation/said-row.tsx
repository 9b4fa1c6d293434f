import { lazy, memo, Suspense, useEffect, useRef, useState } from 'react'
import type { Said, ThreadView } from '@chatwright/client'
import { useDraft, useRules } from '@chatwright/client/react'
import { Pencil } from 'lucide-react'
import { ElementRow } from '../elements/element-row.tsx'
import { CopyButton } from '../format/copy-button.tsx'
import { copyText } from '../format/copy-text.ts'
import { t } from '../i18n/t.ts'
import { IconButton } from '../icons/icon-button.tsx'
import { notEdited } from './edit-draft.ts'
import { SaidText } from './said-text.tsx'
import { SaidWith } from './said-with.tsx'
import { Ways } from './ways.tsx'

const FavoriteStar = lazy(() => import('../favorites/favorite-star.tsx'))
const EditSaid = lazy(() => import('./edit-said.tsx'))

/** What the person said, as they wrote it. */
export const SaidRow = memo(function SaidRow({ said, view }: { said: Said; view: ThreadView }) {
  const { message, elements, delivery, error, run, ways } = said
  const [edit, setEdit] = useDraft(view, `edit:${message.id}`, notEdited)
  // One that was left half done, and is found again, leaves the focus where it is.
  const [isFresh, setIsFresh] = useState(false)
  const pencil = useRef<HTMLButtonElement>(null)
  const { favorites: hasFavorites, editing } = useRules(view)
  const canEdit = editing && run !== null
  const isEditing = edit.isOpen && canEdit
  useEffect(() => {
    if (isFresh && !isEditing) pencil.current?.focus()
  }, [isFresh, isEditing])
  if (isEditing) {
    return (
      <article className="user" aria-label={t('said.label')} data-message-id={message.id}>
        <Suspense fallback={<div className="bubble">{message.text}</div>}>
          <EditSaid
            said={said}
            view={view}
            draft={edit}
            onChange={setEdit}
            takesFocus={isFresh}
            onClose={() => setEdit(notEdited)}
          />
        </Suspense>
      </article>
    )
  }
  return (
    <article className="user" aria-label={t('said.label')} data-message-id={message.id}>
      <ElementRow elements={elements} threadId={view.id} />
      {(message.text !== '' || message.command !== undefined) && (
        <div className="bubble" dir="auto">
          <SaidWith message={message} view={view} />
          <SaidText text={message.text} />
        </div>
      )}
      {delivery === 'unsent' && <div className="unsent waits">{t('said.sending')}</div>}
      {delivery === 'failed' && (
        <div className="unsent" role="alert">
          {t('said.failed')} {error?.message}
          <button type="button" className="btn btn-ghost btn-s" onClick={() => view.retrySend(said.id)}>
            {t('said.again')}
          </button>
          <button type="button" className="btn btn-ghost btn-s" onClick={() => view.discardSend(said.id)}>
            {t('said.discard')}
          </button>
        </div>
      )}
      {delivery === 'delivered' && (
        <div className="said-tools">
          {ways && <Ways ways={ways} view={view} />}
          <CopyButton
            of="message"
            labels={{ copy: t('said.copy'), copied: t('turn.copied'), failed: t('turn.copyFailed') }}
            text={() => message.text}
            write={copyText}
          />
          {hasFavorites && message.text.trim() !== '' && (
            <Suspense fallback={null}>
              <FavoriteStar threadId={view.id} messageId={message.id} />
            </Suspense>
          )}
          {canEdit && (
            <IconButton
              icon={Pencil}
              label={t('said.edit')}
              isSmall
              ref={pencil}
              onClick={() => {
                setIsFresh(true)
                setEdit({ isOpen: true, text: message.text, dropped: [] })
              }}
            />
          )}
        </div>
      )}
    </article>
  )
})
