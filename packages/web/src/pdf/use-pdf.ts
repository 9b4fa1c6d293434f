import { useEffect, useState } from 'react'
import type { Element } from '@chatwright/protocol'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { fileUrl } from '../elements/file-url.ts'
import { loadPdf } from './load-pdf.ts'

/** The document of an element: undefined while it comes, null when it cannot be read. */
export function usePdf(threadId: string, element: Element): PDFDocumentProxy | null | undefined {
  const [loaded, setLoaded] = useState<{ url: string; pdf: PDFDocumentProxy | null } | null>(null)
  const url = fileUrl(threadId, element)
  useEffect(() => {
    if (url === null) return
    let isWanted = true
    loadPdf(url).then(
      (pdf) => isWanted && setLoaded({ url, pdf }),
      () => isWanted && setLoaded({ url, pdf: null }),
    )
    return () => {
      isWanted = false
    }
  }, [url])
  return loaded?.url === url ? loaded?.pdf : undefined
}

/** Where it opens: at the page that was asked for when there is one, else at the first. */
export function firstPage({ page }: Element, pdf: PDFDocumentProxy): number {
  return page <= pdf.numPages ? page : 1
}
