import './favorites.css'
import { useState } from 'react'
import { useFavorites } from '@chatwright/client/react'
import { Star } from 'lucide-react'
import { Problem } from '../app/problem.tsx'
import { useCommand } from '../app/use-command.ts'
import { t } from '../i18n/t-later.ts'
import { IconButton } from '../icons/icon-button.tsx'

/** Marks what the person said, to say it again elsewhere; pressed once more it takes the mark off. */
export default function FavoriteStar({ threadId, messageId }: { threadId: string; messageId: string }) {
  const { favorites, list } = useFavorites()
  const { isBusy, error, press } = useCommand()
  // Shown as pressed until the server has said what holds.
  const [wanted, setWanted] = useState<boolean | undefined>(undefined)
  const isMarked = wanted ?? favorites.some(({ id }) => id === messageId)
  const label = t(isMarked ? 'favorites.remove' : 'favorites.add')
  return (
    <>
      <IconButton
        icon={Star}
        label={t('favorites.add')}
        isSmall
        data-favorite=""
        title={label}
        aria-pressed={isMarked}
        onClick={() => {
          if (isBusy) return
          setWanted(!isMarked)
          press(() =>
            (isMarked ? list.remove(messageId) : list.add(threadId, messageId)).finally(() => setWanted(undefined)),
          )
        }}
      />
      <Problem text={error} />
    </>
  )
}
