import './favorites.css'
import { useRef } from 'react'
import { createPortal } from 'react-dom'
import { useFavorites } from '@chatwright/client/react'
import { Trash2, X } from 'lucide-react'
import { Problem } from '../app/problem.tsx'
import { useCommand } from '../app/use-command.ts'
import { Modal } from '../dialog/modal.tsx'
import { dayOf } from '../format/time.ts'
import { t } from '../i18n/t-later.ts'
import { locale } from '../i18n/t.ts'
import { IconButton } from '../icons/icon-button.tsx'

/** How much of a message names its buttons, in characters. */
const mostCharacters = 60

interface FavoritesDialogProps {
  onChoose: (text: string) => void
  onClose: () => void
}

/** The person's favourite messages, the latest first. */
export default function FavoritesDialog({ onChoose, onClose }: FavoritesDialogProps) {
  const { status, favorites, list } = useFavorites()
  const { isBusy, error, press } = useCommand()
  const rows = useRef<HTMLUListElement>(null)
  const remove = (id: string, at: number): void => {
    if (isBusy) return
    press(async () => {
      await list.remove(id)
      // Its button is gone; the next one is at hand.
      const left = [...(rows.current?.querySelectorAll<HTMLElement>('.use') ?? [])]
      const next =
        left[Math.min(at, left.length - 1)] ?? document.querySelector<HTMLElement>('#favorites-dialog button')
      next?.focus()
    })
  }
  // A dialog within the composer's form would send what stands there.
  return createPortal(
    <Modal
      name={{ labelledBy: 'favorites-title' }}
      id="favorites-dialog"
      focus={favorites.length > 0 ? '.use' : 'button'}
      onClose={onClose}
    >
      <div className="dialog-head">
        <h2 id="favorites-title">{t('favorites.title')}</h2>
        <IconButton icon={X} label={t('keys.close')} onClick={onClose} />
      </div>
      {status === 'error' && <p className="favorites-none">{t('favorites.failed')}</p>}
      {status === 'ready' && favorites.length === 0 && <p className="favorites-none">{t('favorites.empty')}</p>}
      {favorites.length > 0 && (
        <ul className="favorites-list" ref={rows}>
          {favorites.map(({ id, text, createdAt }, at) => {
            const words = text.trim().slice(0, mostCharacters)
            return (
              <li key={id}>
                <button type="button" className="use" onClick={() => onChoose(text)}>
                  <span className="words" dir="auto">
                    {text}
                  </span>
                  <span className="hint">{dayOf(createdAt, locale)}</span>
                </button>
                <IconButton
                  icon={Trash2}
                  label={t('favorites.removeOne', { text: words })}
                  isSmall
                  title={t('favorites.remove')}
                  onClick={() => remove(id, at)}
                />
              </li>
            )
          })}
        </ul>
      )}
      <Problem text={error} />
    </Modal>,
    document.body,
  )
}
