import type { Element } from '@chatwright/protocol'
import { shortName } from './file-card.tsx'
import { fileUrl } from './file-url.ts'
import { DownloadButton } from './picture.tsx'

/** Sound, with the browser's own player. */
export function AudioCard({ element, threadId }: { element: Element; threadId: string }) {
  return (
    <figure className="sound inline-audio">
      <Caption element={element} threadId={threadId} />
      <audio
        controls
        preload="metadata"
        src={fileUrl(threadId, element) ?? ''}
        autoPlay={element.autoPlay}
        aria-label={element.name}
      />
    </figure>
  )
}

/** A film, with the browser's own player. */
export function VideoCard({ element, threadId }: { element: Element; threadId: string }) {
  return (
    <figure className={`pic film inline-video ${element.size}`}>
      <video
        controls
        preload="metadata"
        src={fileUrl(threadId, element) ?? ''}
        autoPlay={element.autoPlay}
        aria-label={element.name}
      />
      <Caption element={element} threadId={threadId} />
    </figure>
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
