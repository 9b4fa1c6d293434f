import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'

/** How many items a thread opens with, and how many come each time the reader scrolls up to the first. */
const pageSize = 40

/**
 * The last items of a long list, more of them as the reader scrolls up. What is shown stays where it is while more is put
 * above it. `sentinel` goes above the first item.
 */
export function useTail<T>(items: readonly T[], scroll: RefObject<HTMLElement | null>) {
  const [count, setCount] = useState(pageSize)
  const sentinel = useRef<HTMLDivElement>(null)
  const heightBefore = useRef<number | null>(null)
  const shown = items.length > count ? items.slice(-count) : items
  const hasEarlier = shown.length < items.length

  useEffect(() => {
    const mark = sentinel.current
    if (!mark || !hasEarlier) return
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting) return
        heightBefore.current = scroll.current?.scrollHeight ?? null
        setCount((before) => before + pageSize)
      },
      { root: scroll.current, rootMargin: '400px 0px 0px' },
    )
    observer.observe(mark)
    return () => observer.disconnect()
  }, [hasEarlier, scroll, count])

  useLayoutEffect(() => {
    const box = scroll.current
    if (box && heightBefore.current !== null) box.scrollTop += box.scrollHeight - heightBefore.current
    heightBefore.current = null
  }, [count, scroll])

  /** Draws the item at this place, too. */
  const reveal = (at: number): void => setCount((before) => Math.max(before, items.length - at))

  return { shown, hasEarlier, sentinel, reveal }
}
