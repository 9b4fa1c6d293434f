import { useState } from 'react'
import type { Element } from '@chatwright/protocol'
import { ZoomIn, ZoomOut } from 'lucide-react'
import { t } from './words.ts'
import { IconButton } from '../icons/icon-button.tsx'
import { fileUrl } from './file-url.ts'
import { Overlay } from './overlay.tsx'

/** A picture over the whole screen, as it fits or in its own size. */
export default function Lightbox({
  element,
  threadId,
  onClose,
}: {
  element: Element
  threadId: string
  onClose: () => void
}) {
  const [isWhole, setIsWhole] = useState(true)
  const label = t(isWhole ? 'element.zoomIn' : 'element.zoomOut')
  const zoom = <IconButton icon={isWhole ? ZoomIn : ZoomOut} label={label} onClick={() => setIsWhole(!isWhole)} />
  return (
    <Overlay element={element} threadId={threadId} tools={zoom} onClose={onClose}>
      <div
        className={isWhole ? 'light is-whole' : 'light'}
        tabIndex={0}
        role="group"
        aria-label={element.alt ?? element.name}
      >
        <img src={fileUrl(threadId, element) ?? ''} alt={element.alt ?? element.name} />
      </div>
    </Overlay>
  )
}
