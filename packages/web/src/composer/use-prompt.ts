import { useEffect, type RefObject } from 'react'
import type { ThreadView } from '@chatwright/client'
import { useHello } from '@chatwright/client/react'

/** Lets `?prompt=` of the address fill the composer; see `takePrompt`. */
export function usePrompt(view: ThreadView, field: RefObject<HTMLTextAreaElement | null>): void {
  // Before somebody is known, neither is their draft.
  const isKnown = useHello() !== null
  useEffect(() => {
    if (!isKnown || !location.search.includes('prompt=')) return
    void import('./take-prompt.ts').then(({ takePrompt }) => {
      if (takePrompt(view)) field.current?.focus()
    })
  }, [view, field, isKnown])
}
