import { lazy, Suspense, useState } from 'react'
import type { Element } from '@chatwright/protocol'
import { Maximize2 } from 'lucide-react'
import { t } from './words.ts'
import { Icon } from '../icons/icon.tsx'
import { FileFace } from './file-card.tsx'
import { Loading } from './loading.tsx'
import { Overlay } from './overlay.tsx'

const PdfViewer = lazy(() => import('../pdf/pdf-viewer.tsx'))
const PdfThumbnail = lazy(() => import('../pdf/pdf-thumbnail.tsx'))

/** A PDF: its page in small, and pressed its viewer over the whole screen. */
export function PdfCard({ element, threadId }: { element: Element; threadId: string }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <button type="button" className="pdf-card inline-pdf" title={element.name} onClick={() => setIsOpen(true)}>
        <Suspense fallback={<span className="pdf-thumb" />}>
          <PdfThumbnail element={element} threadId={threadId} />
        </Suspense>
        <span className="file">
          <FileFace element={element} does={t('element.openIt')} />
          <Icon of={Maximize2} isSmall />
        </span>
      </button>
      {isOpen && (
        <Overlay element={element} threadId={threadId} onClose={() => setIsOpen(false)}>
          <Suspense fallback={<Loading className="pdf" />}>
            <PdfViewer element={element} threadId={threadId} />
          </Suspense>
        </Overlay>
      )}
    </>
  )
}
