import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import type { Element } from '@chatwright/protocol'
import { X } from 'lucide-react'
import { t } from './words.ts'
import { Icon } from '../icons/icon.tsx'
import { DownloadButton } from './picture.tsx'

interface OverlayProps {
  element: Element
  threadId: string
  tools?: ReactNode
  children: ReactNode
  onClose: () => void
}

/** An element over the whole screen. Takes the focus and gives it back. */
export function Overlay({ element, threadId, tools, children, onClose }: OverlayProps) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null
    box.current?.querySelector<HTMLElement>('.overlay-close')?.focus()
    return () => before?.focus()
  }, [])
  const onKeyDown = (key: KeyboardEvent): void => {
    key.stopPropagation()
    if (key.key === 'Escape') onClose()
    if (key.key === 'Tab') keepInside(key, box.current)
  }
  return createPortal(
    <div className="scrim" onPointerDown={(event) => event.target === event.currentTarget && onClose()}>
      <div
        className="dialog overlay"
        role="dialog"
        aria-modal="true"
        aria-label={element.name}
        ref={box}
        onKeyDown={onKeyDown}
      >
        <div className="dialog-head">
          <h2 dir="auto">{element.name}</h2>
          {tools}
          <DownloadButton element={element} threadId={threadId} />
          <button
            type="button"
            className="icon-btn overlay-close"
            aria-label={t('element.close')}
            title={t('element.close')}
            onClick={onClose}
          >
            <Icon of={X} />
          </button>
        </div>
        {children}
      </div>
    </div>,
    document.body,
  )
}

/** The last leads to the first, and the first to the last. */
function keepInside(key: KeyboardEvent, box: HTMLElement | null): void {
  const stops = [
    ...(box?.querySelectorAll<HTMLElement>('a[href], button:not([disabled]), input, [tabindex="0"]') ?? []),
  ]
  const [first, last] = [stops[0], stops.at(-1)]
  const end = key.shiftKey ? first : last
  if (document.activeElement !== end) return
  key.preventDefault()
  ;(key.shiftKey ? last : first)?.focus()
}
