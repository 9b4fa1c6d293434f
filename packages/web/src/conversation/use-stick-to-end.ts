import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react'

/** How near to the end still counts as being there, in pixels. */
const nearPx = 64

/** Keeps a scrolled box at its end while it grows, until the reader scrolls away. */
export function useStickToEnd(content: RefObject<HTMLElement | null>): {
  scroll: RefObject<HTMLDivElement | null>
  isAtEnd: boolean
  toEnd(): void
  onScroll(): void
} {
  const scroll = useRef<HTMLDivElement>(null)
  const sticks = useRef(true)
  const [isAtEnd, setIsAtEnd] = useState(true)

  const toEnd = useCallback(() => {
    const box = scroll.current
    if (!box) return
    sticks.current = true
    box.scrollTop = box.scrollHeight
    setIsAtEnd(true)
  }, [])

  const lastTop = useRef(0)
  const onScroll = useCallback(() => {
    const box = scroll.current
    if (!box) return
    const isNear = box.scrollHeight - box.scrollTop - box.clientHeight < nearPx
    // Only the reader scrolls up; what grows below never does.
    if (isNear) sticks.current = true
    else if (box.scrollTop < lastTop.current) sticks.current = false
    lastTop.current = box.scrollTop
    setIsAtEnd(isNear || sticks.current)
  }, [])

  useLayoutEffect(() => {
    const grown = content.current
    if (!grown) return
    toEnd()
    const observer = new ResizeObserver(() => {
      const box = scroll.current
      if (box && sticks.current) box.scrollTop = box.scrollHeight
    })
    observer.observe(grown)
    if (scroll.current) observer.observe(scroll.current)
    return () => observer.disconnect()
  }, [content, toEnd])

  return { scroll, isAtEnd, toEnd, onScroll }
}
