import { lazy, Suspense, useState } from 'react'
import type { ThreadView } from '@chatwright/client'
import { Star } from 'lucide-react'
import { addToDraft } from '../composer/add-to-draft.ts'
import { t } from '../i18n/t-later.ts'
import { Icon } from '../icons/icon.tsx'

const FavoritesDialog = lazy(() => import('./favorites-dialog.tsx'))

/** Opens the person's favourite messages, one of which then stands in the composer. */
export default function FavoritesButton({ view }: { view: ThreadView }) {
  const [isOpen, setIsOpen] = useState(false)
  const choose = (text: string): void => {
    setIsOpen(false)
    addToDraft(view, text)
    // The dialog gives the focus back to this button when it goes.
    setTimeout(() => document.querySelector<HTMLElement>('#chat-input')?.focus())
  }
  return (
    <>
      <button
        type="button"
        className="icon-btn"
        id="favorites-button"
        aria-label={t('favorites.title')}
        title={t('favorites.title')}
        aria-haspopup="dialog"
        onClick={() => setIsOpen(true)}
      >
        <Icon of={Star} />
      </button>
      {isOpen && (
        <Suspense fallback={null}>
          <FavoritesDialog onChoose={choose} onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
