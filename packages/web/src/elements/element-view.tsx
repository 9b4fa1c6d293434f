import { lazy, Suspense } from 'react'
import type { Element } from '@chatwright/protocol'
import { AnyCard } from './any-card.tsx'
import { fileUrl } from './file-url.ts'
import { Loading } from './loading.tsx'
import { TextView } from './text-view.tsx'
import '../styles/elements.css'
import '../styles/ask.css'

const PdfViewer = lazy(() => import('../pdf/pdf-viewer.tsx'))

/** An element with all the room there is: in the side panel, or on its page. */
export default function ElementView({ element, threadId }: { element: Element; threadId: string }) {
  switch (element.kind) {
    case 'image':
      return (
        <div className="light is-whole" tabIndex={0} role="group" aria-label={element.alt ?? element.name}>
          <img src={fileUrl(threadId, element) ?? ''} alt={element.alt ?? element.name} />
        </div>
      )
    case 'pdf':
      return (
        <Suspense fallback={<Loading className="pdf" />}>
          <PdfViewer element={element} threadId={threadId} />
        </Suspense>
      )
    case 'text':
      return <TextView element={element} threadId={threadId} />
    default:
      return <AnyCard element={element} threadId={threadId} />
  }
}
