import { useEffect, useState } from 'react'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { findWords, readWords, type Likeness, type PageWords, type TextPiece } from './page-words.ts'

/** What is searched for. */
export interface Wanted {
  text: string
  likeness: Likeness
}

/** One place where it stands: on which page, and the how manieth there. */
export interface Hit {
  page: number
  nth: number
}

export interface Search {
  hits: readonly Hit[]
  /** Whether there are pages left that were not read. */
  isReading: boolean
}

const nothing: Search = { hits: [], isReading: false }
const begun: Search = { hits: [], isReading: true }
/** Hits are told of in between, so often, in milliseconds. */
const tellEveryMs = 100

const known = new WeakMap<PDFDocumentProxy, Map<string, Promise<PageWords>>>()

/** The text of a page; read once. */
export function wordsOf(pdf: PDFDocumentProxy, number: number, likeness: Likeness): Promise<PageWords> {
  const pages = known.get(pdf) ?? new Map<string, Promise<PageWords>>()
  known.set(pdf, pages)
  const key = `${likeness} ${number}`
  const words = pages.get(key) ?? readPage(pdf, number, likeness)
  pages.set(key, words)
  words.catch(() => pages.delete(key))
  return words
}

/**
 * Searches a document page by page, beginning at `from`; another search takes its place at once. A page that cannot be
 * read holds nothing.
 */
export function useSearch(pdf: PDFDocumentProxy | null | undefined, wanted: Wanted | null, from: number): Search {
  const [search, setSearch] = useState<Search & { of: string }>({ ...nothing, of: '' })
  const { text, likeness } = wanted ?? { text: '', likeness: 'words' as const }
  const isNothing = text.trim() === ''
  const key = `${likeness} ${text}`
  useEffect(() => {
    if (!pdf || isNothing) return
    let isWanted = true
    const read = async (): Promise<void> => {
      const byPage = new Map<number, number>()
      let toldAt = 0
      const tell = (isReading: boolean): void => {
        toldAt = performance.now()
        const pages = [...byPage.entries()].toSorted(([a], [b]) => a - b)
        const hits = pages.flatMap(([page, count]) => Array.from({ length: count }, (_, nth) => ({ page, nth })))
        setSearch({ hits, isReading, of: key })
      }
      tell(true)
      for (let done = 0; done < pdf.numPages; done++) {
        const page = ((from - 1 + done) % pdf.numPages) + 1
        const words = await wordsOf(pdf, page, likeness).catch(() => null)
        if (!isWanted) return
        const count = words ? findWords(words, text, likeness).length : 0
        if (count === 0) continue
        const isFirst = byPage.size === 0
        byPage.set(page, count)
        if (isFirst || performance.now() - toldAt > tellEveryMs) tell(true)
      }
      tell(false)
    }
    void read()
    return () => {
      isWanted = false
    }
    // Where it began matters only then: going on from hit to hit begins no other search.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [pdf, key])
  // What was found for something else says nothing here.
  if (isNothing) return nothing
  return search.of === key ? search : begun
}

async function readPage(pdf: PDFDocumentProxy, number: number, likeness: Likeness): Promise<PageWords> {
  const page = await pdf.getPage(number)
  const { items } = await page.getTextContent()
  return readWords(
    items.filter((item): item is typeof item & TextPiece => 'str' in item),
    likeness,
  )
}
