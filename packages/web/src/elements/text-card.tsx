import type { Element } from '@chatwright/protocol'
import { DownloadButton } from './picture.tsx'
import { TextView } from './text-view.tsx'

/** A text under its message, with its name. */
export function TextCard({ element, threadId }: { element: Element; threadId: string }) {
  return (
    <div className="text-card inline-text">
      <header>
        <b className="grow" dir="auto">
          {element.name}
        </b>
        <DownloadButton element={element} threadId={threadId} />
      </header>
      <div className="text-card-body" tabIndex={0} role="group" aria-label={element.name}>
        <TextView element={element} threadId={threadId} most={8_000} />
      </div>
    </div>
  )
}
