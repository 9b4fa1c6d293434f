import { lazy, Suspense } from 'react'
import type { Element } from '@chatwright/protocol'
import { FileCard } from './file-card.tsx'
import { AudioCard, VideoCard } from './players.tsx'

const CustomElement = lazy(() => import('./custom/custom-element.tsx'))
const ChartView = lazy(() => import('../chart/chart-view.tsx'))
const DataTable = lazy(() => import('./data-table.tsx'))

/** An element that looks alike wherever it stands, in a message, in the panel and on its page; others as a file. */
export function AnyCard({ element, threadId }: { element: Element; threadId: string }) {
  switch (element.kind) {
    case 'audio':
      return <AudioCard element={element} threadId={threadId} />
    case 'video':
      return <VideoCard element={element} threadId={threadId} />
    case 'custom':
      return (
        <Suspense fallback={<div className="skeleton" aria-hidden="true" />}>
          <CustomElement element={element} threadId={threadId} />
        </Suspense>
      )
    case 'chart':
      return (
        <Suspense fallback={<div className="skeleton" aria-hidden="true" />}>
          <ChartView element={element} threadId={threadId} />
        </Suspense>
      )
    case 'table':
      return (
        <Suspense fallback={<div className="skeleton" aria-hidden="true" />}>
          <DataTable element={element} threadId={threadId} />
        </Suspense>
      )
    default:
      return <FileCard element={element} threadId={threadId} />
  }
}
