import { lazy, Suspense } from 'react'
import { createPortal } from 'react-dom'
import type { ShownPanel } from './use-panel.ts'

const SidePanel = lazy(() => import('./side-panel.tsx'))

interface PanelPlaceProps {
  /** Where it stands in the page, beside the conversation. */
  place: globalThis.Element | null
  shown: ShownPanel | null
  threadId: string
  /** Whether it takes the focus: the button that opened it is gone. */
  takesFocus: boolean
  onChoose: (elementId: string) => void
  onClose: () => void
}

/** The side panel when there is something in it; loaded with the first. */
export function PanelPlace({ place, shown, ...rest }: PanelPlaceProps) {
  if (!shown || !place) return null
  return createPortal(
    <Suspense fallback={null}>
      <SidePanel shown={shown} {...rest} />
    </Suspense>,
    place,
  )
}
