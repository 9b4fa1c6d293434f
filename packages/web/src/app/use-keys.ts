import { useEffect } from 'react'

/** What the page's keys do; see the keyboard table of the look. */
export interface KeyActions {
  search(): void
  toggleSidebar(): void
  newChat(): void
  /** Stops what is at work, and says whether anything was. */
  stop(): boolean
  showKeys(): void
}

/** The page's keys. A dialog that is open takes Escape for itself before it comes here. */
export function useKeys(actions: KeyActions): void {
  useEffect(() => {
    const onKeyDown = (key: KeyboardEvent): void => {
      const isCommand = key.metaKey || key.ctrlKey
      const name = key.key.toLowerCase()
      if (key.key === 'Escape' && !key.defaultPrevented && !document.querySelector('[aria-modal="true"]')) {
        if (actions.stop()) key.preventDefault()
      } else if (isCommand && name === 'k') {
        key.preventDefault()
        actions.search()
      } else if (isCommand && key.shiftKey && name === 'o') {
        key.preventDefault()
        actions.newChat()
      } else if (isCommand && name === 'b') {
        key.preventDefault()
        actions.toggleSidebar()
      } else if (key.key === 'F6') {
        key.preventDefault()
        focusNext()
      } else if (key.key === '?' && !isWriting(key.target)) {
        actions.showKeys()
      }
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [actions])
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, [contenteditable]')
}

/** Sidebar, conversation, composer, in turn. */
function focusNext(): void {
  const places = ['#thread-history', '#log', '#chat-input'].flatMap(
    (selector) => document.querySelector<HTMLElement>(selector) ?? [],
  )
  const at = places.findIndex((place) => place.contains(document.activeElement))
  places[(at + 1) % places.length]?.focus()
}
