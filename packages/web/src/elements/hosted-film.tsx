import { useEffect, useRef, useState } from 'react'
import { filmHosts, type Element, type HostedFilm } from '@chatwright/protocol'
import { Play } from 'lucide-react'
import { base } from '../app/base.ts'
import { Icon } from '../icons/icon.tsx'
import { t } from './words.ts'

/** A film at another host. Nothing is asked of that host until somebody wants to see it. */
export function HostedFilmCard({ element, film, threadId }: { element: Element; film: HostedFilm; threadId: string }) {
  const [isOn, setIsOn] = useState(false)
  const player = useRef<HTMLIFrameElement>(null)
  const { label, origin, page } = filmHosts[film.host]
  useEffect(() => {
    if (isOn) player.current?.focus()
  }, [isOn])
  return (
    <figure className={`pic film inline-video ${element.size}`}>
      {isOn ? (
        // oxlint-disable-next-line react/iframe-missing-sandbox -- a document of ours without a script; the player in it is shut in there
        <iframe
          ref={player}
          className="hosted-film"
          src={`${base}/api/threads/${threadId}/players/${element.id}`}
          title={element.name}
          allow="autoplay; fullscreen; encrypted-media; picture-in-picture"
          allowFullScreen
        />
      ) : (
        <button type="button" className="hosted-film" onClick={() => setIsOn(true)}>
          <span className="play">
            <Icon of={Play} />
          </span>
          <b>{t('film.play', { host: label })}</b>
          <small>{t('film.from', { host: new URL(origin).host })}</small>
        </button>
      )}
      <figcaption>
        <a className="grow" dir="auto" href={page(film.film)} target="_blank" rel="noopener noreferrer">
          {element.name}
        </a>
      </figcaption>
    </figure>
  )
}
