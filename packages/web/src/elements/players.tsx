import { useCallback, useRef, useState } from 'react'
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
  const url = fileUrl(threadId, element) ?? ''
  const { hasFailed, player, again, button } = useFailure(url)
  return (
    <figure className="sound inline-audio">
      <Caption element={element} threadId={threadId} />
      {hasFailed ? (
        <CannotPlay button={button} onAgain={again} />
      ) : (
        <audio
          key={url}
          ref={player}
          controls
          preload="metadata"
          src={url}
          autoPlay={element.autoPlay}
          aria-label={element.name}
        />
      )}
    </figure>
  )
}

/** A film, with the browser's own player, or with that of the host where it is. */
export function VideoCard({ element, threadId }: { element: Element; threadId: string }) {
  const url = fileUrl(threadId, element) ?? ''
  const { hasFailed, player, again, button } = useFailure(url)
  const { source } = element
  if (source.type === 'film') return <HostedFilmCard element={element} film={source} threadId={threadId} />
  return (
    <figure className={`pic film inline-video ${element.size}`}>
      {hasFailed ? (
        <CannotPlay button={button} onAgain={again} />
      ) : (
        <video
          key={url}
          ref={player}
          controls
          preload="metadata"
          src={url}
          autoPlay={element.autoPlay}
          aria-label={element.name}
        />
      )}
      <Caption element={element} threadId={threadId} />
    </figure>
  )
}

interface Failure {
  hasFailed: boolean
  player: (player: HTMLMediaElement | null) => (() => void) | void
  button: (button: HTMLButtonElement | null) => void
  again: () => void
}

/**
 * Whether the player of what is at `url` has given up: by its event, or before anybody could hear that, while the page
 * was still being made. What another player made of something else says nothing of it.
 */
function useFailure(url: string): Failure {
  const [failed, setFailed] = useState<string | null>(null)
  const isAgain = useRef(false)
  // Who asked again by a key stays where they are, whichever of the two stands there then.
  const take = useCallback((made: HTMLElement | null) => {
    if (isAgain.current && document.activeElement === document.body) made?.focus()
  }, [])
  const player = useCallback(
    (made: HTMLMediaElement | null) => {
      if (!made) return
      take(made)
      const fail = (): void => setFailed(url)
      if (made.error) fail()
      made.addEventListener('error', fail)
      return () => made.removeEventListener('error', fail)
    },
    [url, take],
  )
  const again = (): void => {
    isAgain.current = true
    setFailed(null)
  }
  return { hasFailed: failed === url, player, button: take, again }
}

/** A player that does nothing would say less. What could not be fetched fails alike, and may come another time. */
function CannotPlay({ button, onAgain }: { button: Failure['button']; onAgain: () => void }) {
  return (
    <div className="cannot-play">
      <Icon of={CircleAlert} isSmall />
      <span className="grow" role="status">
        {t('element.cannotPlay')}
      </span>
      <button ref={button} type="button" className="btn btn-outline btn-s" onClick={onAgain}>
        {t('element.again')}
      </button>
    </div>
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
