import { useCallback, useEffect, useState } from 'react'
import type { Element } from '@chatwright/protocol'
import { fileUrl } from '../elements/file-url.ts'
import { PdfPage } from './pdf-page.tsx'
import { Turns } from './turns.ts'
import { firstPage, usePdf } from './use-pdf.ts'

interface PdfThumbnailProps {
  element: Element
  threadId: string
}

/** Each document that is open has a thread and its own memory: a conversation may show any number of them. */
const turns = new Turns(3, 10_000)

/** The page a PDF opens at, in small. */
export default function PdfThumbnail({ element, threadId }: PdfThumbnailProps) {
  return <Thumbnail key={`${fileUrl(threadId, element)} ${element.page}`} element={element} threadId={threadId} />
}

function Thumbnail({ element, threadId }: PdfThumbnailProps) {
  const [state, setState] = useState<'waits' | 'draws' | 'done'>('waits')
  const isDone = state === 'done'
  // What is drawn stays, though the document is closed.
  const pdf = usePdf(threadId, element, { isNeeded: state === 'draws' })
  useEffect(() => (isDone ? undefined : turns.take(() => setState('draws'))), [isDone])
  const finish = useCallback(() => setState('done'), [])
  useEffect(() => {
    if (pdf === null) finish()
  }, [pdf, finish])
  if (pdf === null) return null
  return (
    <span className="pdf-thumb" aria-hidden="true">
      {pdf && <PdfPage pdf={pdf} number={firstPage(element, pdf)} width={298} onDone={finish} />}
    </span>
  )
}
