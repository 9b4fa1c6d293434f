import { createContext, lazy, Suspense, useContext, useState, type ReactNode } from 'react'
import type { ThreadView } from '@chatwright/client'
import { useHello, useOffer } from '@chatwright/client/react'

const SettingsPanel = lazy(() => import('./settings-panel.tsx'))

const Door = createContext<(() => void) | null>(null)

/** Opens the settings, or closes those beside the conversation; null where there are none. */
export function useSettingsDoor(): (() => void) | null {
  return useContext(Door)
}

/** Settings for the conversation in it: over the page or beside it, open from the start where the app wants it so. */
export function SettingsDoor({ view, children }: { view: ThreadView; children: ReactNode }) {
  const panel = useHello()?.app.offer.settingsPanel
  const hasForm = useOffer(view).form.length > 0
  const [wanted, setWanted] = useState<boolean | null>(null)
  const isOpen = hasForm && (wanted ?? panel?.isOpen ?? false)
  return (
    <Door value={hasForm ? () => setWanted(!isOpen) : null}>
      {children}
      {isOpen && panel && (
        <Suspense fallback={null}>
          <SettingsPanel
            view={view}
            place={panel.place}
            takesFocus={wanted === true || panel.place === 'dialog'}
            onClose={() => setWanted(false)}
          />
        </Suspense>
      )}
    </Door>
  )
}
