import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { trapFocus } from './trap-focus.ts'

interface ModalProps {
  /** What it is called, or the id of what says so. */
  name: { label: string } | { labelledBy: string }
  id?: string
  className?: string
  /** It stands at the top of the screen and not in its middle. */
  isTop?: boolean
  /** Where the focus goes when it opens: a selector within it. Default: its first button. */
  focus?: string
  /** Escape, and a press beside it. */
  onClose: () => void
  /** Keys that are not its own. */
  onKeyDown?: (key: KeyboardEvent) => void
  children: ReactNode
}

/** A dialog over the page: takes the focus, keeps Tab inside, closes by Escape, and gives the focus back. */
export function Modal({ name, id, className = '', isTop = false, focus = 'button', ...rest }: ModalProps) {
  const { onClose, onKeyDown, children } = rest
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null
    box.current?.querySelector<HTMLElement>(focus)?.focus()
    // What cannot take it leaves it outside, and with it Escape and Tab.
    if (!box.current?.contains(document.activeElement)) box.current?.focus()
    return () => before?.focus()
  }, [focus])
  return (
    <div
      className={isTop ? 'scrim top' : 'scrim'}
      onPointerDown={(event) => event.target === event.currentTarget && onClose()}
    >
      <div
        className={`dialog ${className}`}
        ref={box}
        id={id}
        role="dialog"
        tabIndex={-1}
        aria-modal="true"
        {...('label' in name ? { 'aria-label': name.label } : { 'aria-labelledby': name.labelledBy })}
        onKeyDown={(key) => {
          if (key.key === 'Escape') {
            key.preventDefault()
            key.stopPropagation()
            onClose()
          } else if (key.key === 'Tab' && box.current) trapFocus(box.current, key)
          else onKeyDown?.(key)
        }}
      >
        {children}
      </div>
    </div>
  )
}
