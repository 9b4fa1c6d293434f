import { lazy, Suspense, useState } from 'react'
import type { ThreadView } from '@chatwright/client'
import { Star } from 'lucide-react'
import { addToDraft } from '../composer/add-to-draft.ts'
import { t } from '../i18n/t-later.ts'
import { IconButton } from '../icons/icon-button.tsx'

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
      <IconButton
        icon={Star}
        label={t('favorites.title')}
        id="favorites-button"
        aria-haspopup="dialog"
        onClick={() => setIsOpen(true)}
      />
      {isOpen && (
        <Suspense fallback={null}>
          <FavoritesDialog onChoose={choose} onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
