import { useEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { PanelRight } from 'lucide-react'
import { t } from '../elements/words.ts'
import { Icon } from '../icons/icon.tsx'
import type { ShownPanel } from './use-panel.ts'
import '../styles/panel-door.css'

/** The way to what the app shows beside the conversation, while that is not open. */
export default function PanelDoor({
  waiting,
  place,
  takesFocus,
  onOpen,
}: {
  waiting: ShownPanel
  /** Whether it takes the focus when nothing has it any more: the panel was closed. */
  takesFocus: boolean
  /** Where it stands, above the conversation. */
  place: globalThis.Element
  onOpen: () => void
}) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (takesFocus && (document.activeElement === document.body || !document.activeElement)) button.current?.focus()
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- when it comes, and not later
  }, [])
  const name = waiting.title || waiting.elements[0]?.name || t('panel.label')
  return createPortal(
    <button
      type="button"
      className="btn btn-outline panel-door"
      id="side-view-open"
      ref={button}
      aria-label={t('panel.open', { name })}
      title={t('panel.open', { name })}
      onClick={onOpen}
    >
      <Icon of={PanelRight} isSmall />
      <span className="only-l" dir="auto">
        {name}
      </span>
    </button>,
    place,
  )
}
