import type { Element } from '@chatwright/protocol'
import { PdfPage } from './pdf-page.tsx'
import { firstPage, usePdf } from './use-pdf.ts'

/** The page a PDF opens at, in small. */
export default function PdfThumbnail({ element, threadId }: { element: Element; threadId: string }) {
  const pdf = usePdf(threadId, element)
  if (pdf === null) return null
  return (
    <span className="pdf-thumb" aria-hidden="true">
      {pdf && <PdfPage pdf={pdf} number={firstPage(element, pdf)} width={298} />}
    </span>
  )
}
