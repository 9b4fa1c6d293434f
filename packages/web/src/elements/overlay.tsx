import type { ReactNode } from 'react'
import { createPortal } from 'react-dom'
import type { Element } from '@chatwright/protocol'
import { X } from 'lucide-react'
import { Modal } from '../dialog/modal.tsx'
import { t } from './words.ts'
import { IconButton } from '../icons/icon-button.tsx'
import { DownloadButton } from './picture.tsx'

interface OverlayProps {
  element: Element
  threadId: string
  tools?: ReactNode
  children: ReactNode
  onClose: () => void
}

/** An element over the whole screen. Takes the focus and gives it back. */
export function Overlay({ element, threadId, tools, children, onClose }: OverlayProps) {
  return createPortal(
    <Modal
      name={{ label: element.name }}
      className="overlay"
      focus=".overlay-close"
      onClose={onClose}
      onKeyDown={(key) => key.stopPropagation()}
    >
      <div className="dialog-head">
        <h2 dir="auto">{element.name}</h2>
        {tools}
        <DownloadButton element={element} threadId={threadId} />
        <IconButton icon={X} label={t('element.close')} className="overlay-close" onClick={onClose} />
      </div>
      {children}
    </Modal>,
    document.body,
  )
}
