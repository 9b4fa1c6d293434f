import type { MouseEvent } from 'react'

/** The id of a footnote's text or of a reference to it, in one document of the page. */
export function idOf(document: string, kind: 'ref' | 'note', label: string): string {
  return `${document}-${kind}-${encodeURIComponent(label.toLowerCase())}`
}

/** Goes there without the address bar: the page's <base> would make of `#…` an address of its own. */
export function goThere(event: MouseEvent<HTMLAnchorElement>): void {
  event.preventDefault()
  const there = document.getElementById(event.currentTarget.hash.slice(1))
  there?.scrollIntoView({ block: 'nearest' })
  there?.focus({ preventScroll: true })
}
