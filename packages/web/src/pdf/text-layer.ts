import { TextLayer, type PageViewport, type PDFPageProxy } from 'pdfjs-dist'
import { findWords, type Found, type PageWords, type Place } from './page-words.ts'
import type { Wanted } from './use-search.ts'

/** The words of a page over its picture: they can be chosen, copied, read out and marked. */
export interface Words {
  /** The rectangles of what is like `wanted`, in pixels from the upper left corner of the page; one list for each place. */
  rectsOf(words: PageWords, wanted: Wanted): DOMRect[][]
}

/** Lays the words of a page into `container`. `viewport`: as large as the page is shown, in CSS pixels. */
export async function layWords(
  page: PDFPageProxy,
  viewport: PageViewport,
  container: HTMLElement,
  signal: AbortSignal,
): Promise<Words> {
  const layer = new TextLayer({ textContentSource: await page.getTextContent(), container, viewport })
  signal.throwIfAborted()
  signal.addEventListener('abort', () => layer.cancel(), { once: true })
  container.replaceChildren()
  container.style.setProperty('--total-scale-factor', String(viewport.scale))
  await layer.render()
  const nodeAt = ({ piece, offset }: Place): { node: Node; offset: number } | null => {
    const node = layer.textDivs[piece]?.firstChild
    return node ? { node, offset: Math.min(offset, node.textContent?.length ?? 0) } : null
  }
  const rects = ({ from, to }: Found): DOMRect[] => {
    const [start, end] = [nodeAt(from), nodeAt(to)]
    if (!start || !end) return []
    const range = document.createRange()
    range.setStart(start.node, start.offset)
    range.setEnd(end.node, end.offset)
    const corner = container.getBoundingClientRect()
    return [...range.getClientRects()]
      .filter(({ width, height }) => width > 0 && height > 0)
      .map(({ x, y, width, height }) => new DOMRect(x - corner.x, y - corner.y, width, height))
  }
  return { rectsOf: (words, { text, likeness }) => findWords(words, text, likeness).map(rects) }
}
