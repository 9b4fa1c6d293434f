import { useCallback, useState } from 'react'
import type { Element } from '@chatwright/protocol'
import { CircleAlert } from 'lucide-react'
import { Icon } from '../icons/icon.tsx'
import { shortName } from './file-card.tsx'
import { fileUrl } from './file-url.ts'
import { HostedFilmCard } from './hosted-film.tsx'
import { DownloadButton } from './picture.tsx'
import { t } from './words.ts'

/** Sound, with the browser's own player. */
export function AudioCard({ element, threadId }: { element: Element; threadId: string }) {
  const { hasFailed, player } = useFailure()
  return (
    <figure className="sound inline-audio">
      <Caption element={element} threadId={threadId} />
      {hasFailed ? (
        <CannotPlay />
      ) : (
        <audio
          ref={player}
          controls
          preload="metadata"
          src={fileUrl(threadId, element) ?? ''}
          autoPlay={element.autoPlay}
          aria-label={element.name}
        />
      )}
    </figure>
  )
}

/** A film, with the browser's own player, or with that of the host where it is. */
export function VideoCard({ element, threadId }: { element: Element; threadId: string }) {
  const { hasFailed, player } = useFailure()
  const { source } = element
  if (source.type === 'film') return <HostedFilmCard element={element} film={source} threadId={threadId} />
  return (
    <figure className={`pic film inline-video ${element.size}`}>
      {hasFailed ? (
        <CannotPlay />
      ) : (
        <video
          ref={player}
          controls
          preload="metadata"
          src={fileUrl(threadId, element) ?? ''}
          autoPlay={element.autoPlay}
          aria-label={element.name}
        />
      )}
      <Caption element={element} threadId={threadId} />
    </figure>
  )
}

/** Whether a player has given up: by its event, or before anybody could hear that, while the page was still being made. */
function useFailure(): { hasFailed: boolean; player: (player: HTMLMediaElement | null) => (() => void) | void } {
  const [hasFailed, setHasFailed] = useState(false)
  const player = useCallback((made: HTMLMediaElement | null) => {
    if (!made) return
    const fail = (): void => setHasFailed(true)
    if (made.error) fail()
    made.addEventListener('error', fail)
    return () => made.removeEventListener('error', fail)
  }, [])
  return { hasFailed, player }
}

/** A player that does nothing would say less. */
function CannotPlay() {
  return (
    <p className="cannot-play" role="status">
      <Icon of={CircleAlert} isSmall />
      {t('element.cannotPlay')}
    </p>
  )
}

function Caption({ element, threadId }: { element: Element; threadId: string }) {
  return (
    <figcaption>
      <span className="grow" dir="auto" title={element.name}>
        {shortName(element.name)}
      </span>
      <DownloadButton element={element} threadId={threadId} />
    </figcaption>
  )
}
