import { useEffect, useState } from 'react'
import type { Element } from '@chatwright/protocol'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { fileUrl } from '../elements/file-url.ts'
import { openPdf } from './load-pdf.ts'

/**
 * The document of an element: undefined while it comes, null when it cannot be read. It stays open for as long as it is
 * needed; after that it may be closed at any time.
 */
export function usePdf(
  threadId: string,
  element: Element,
  { isNeeded = true } = {},
): PDFDocumentProxy | null | undefined {
  const [loaded, setLoaded] = useState<{ url: string; pdf: PDFDocumentProxy | null } | null>(null)
  const url = fileUrl(threadId, element)
  useEffect(() => {
    if (url === null || !isNeeded) return
    let isWanted = true
    const { pdf, giveBack } = openPdf(url)
    pdf.then(
      (opened) => isWanted && setLoaded({ url, pdf: opened }),
      () => isWanted && setLoaded({ url, pdf: null }),
    )
    return () => {
      isWanted = false
      giveBack()
    }
  }, [url, isNeeded])
  return loaded?.url === url ? loaded?.pdf : undefined
}

/** Where it opens: at the page that was asked for when there is one, else at the first. */
export function firstPage({ page }: Element, pdf: PDFDocumentProxy): number {
  return page <= pdf.numPages ? page : 1
}
