import { useEffect, useState } from 'react'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { useSearch, type Hit, type Search, type Wanted } from './use-search.ts'

/** What is looked for in a document, what was found, and which of it is looked at. */
export interface Finding {
  search: Search
  /** The number of what is looked at among all that was found. */
  at: number
  hit: Hit | null
  move: (by: 1 | -1) => void
}

/** Searches, and goes to the first place from `page` on once there is one; then from place to place. */
export function useFinding(
  pdf: PDFDocumentProxy | null | undefined,
  wanted: Wanted | null,
  page: number,
  goTo: (page: number) => void,
): Finding {
  const search = useSearch(pdf, wanted, page)
  const [chosen, setChosen] = useState<{ hit: Hit; of: string } | null>(null)
  const key = wanted ? `${wanted.likeness} ${wanted.text}` : ''
  const { hits } = search
  const isChosen = chosen?.of === key && hits.length > 0
  useEffect(() => {
    if (isChosen || hits.length === 0) return
    const first = hits.find((hit) => hit.page >= page) ?? hits[0]
    if (!first) return
    setChosen({ hit: first, of: key })
    goTo(first.page)
  }, [isChosen, hits, key, page, goTo])
  const hit = isChosen ? chosen.hit : null
  const at = hit
    ? Math.max(
        0,
        hits.findIndex((one) => one.page === hit.page && one.nth === hit.nth),
      )
    : 0
  const move = (by: 1 | -1): void => {
    const next = hits[(at + by + hits.length) % hits.length]
    if (!next) return
    setChosen({ hit: next, of: key })
    goTo(next.page)
  }
  return { search, at, hit, move }
}
