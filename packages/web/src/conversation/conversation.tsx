import { lazy, Suspense, useCallback, useEffect, useMemo } from 'react'
import type { ThreadView } from '@chatwright/client'
import {
  useAppError,
  useRules,
  useThread,
  useThreadSnapshot,
  useThreadStatus,
  useTimeline,
} from '@chatwright/client/react'
import { AppErrorCard } from '../app/app-error-card.tsx'
import { Dock } from '../composer/dock.tsx'
import { OpenElementContext } from '../elements/open-element.ts'
import { t } from '../i18n/t.ts'
import { drawingOf, MarkdownDrawing } from '../markdown/syntax.ts'
import { PanelPlace } from '../panel/panel-place.tsx'
import { usePanel } from '../panel/use-panel.ts'
import { ShownThread } from '../references/shown-thread.ts'
import { SettingsDoor } from '../settings/settings-door.tsx'
import { Welcome } from '../welcome/welcome.tsx'
import { LiveRegion } from './live-region.tsx'
import { preloadMarkdown } from './lazy-markdown.tsx'
import { Log } from './log.tsx'
import { Missing, Skeleton } from './placeholder.tsx'
import { Tab } from './tab.tsx'

const PanelDoor = lazy(() => import('../panel/panel-door.tsx'))
const ElementPage = lazy(() => import('../panel/element-page.tsx'))

interface ConversationProps {
  threadId: string
  /** The person said something here. */
  onSaid: () => void
  onNewChat: () => void
  /** The view that is shown, for what stands outside it. */
  onView: (view: ThreadView) => void
  onProfile: (profileId: string) => void
  /** Where the side panel stands. */
  panelPlace: globalThis.Element | null
  /** Where the button stands that opens it. */
  panelDoorPlace: globalThis.Element | null
  onPanel: (isOpen: boolean) => void
  /** The element that is shown on its page, if one is. */
  elementId: string | null
  onElement: (elementId: string | null) => void
}

/** One thread: its log and its composer. */
export function Conversation({ threadId, onSaid, onNewChat, onView, onProfile, ...rest }: ConversationProps) {
  const view = useThread(threadId)
  const status = useThreadStatus(view)
  const items = useTimeline(view)
  const appError = useAppError()
  const { panelPlace, panelDoorPlace, onPanel, elementId, onElement } = rest
  const rules = useRules(view)
  const drawing = useMemo(() => drawingOf(rules), [rules])
  const panel = usePanel(view)
  const { shown, waiting, open } = panel
  const hasPanel = shown !== null
  useEffect(() => onView(view), [view, onView])
  useEffect(() => {
    if (status === 'loading') preloadMarkdown()
  }, [status])
  useEffect(() => onPanel(hasPanel), [hasPanel, onPanel])
  const openElement = useCallback(
    (id: string) => {
      const element = view.getSnapshot().state.elements.find((one) => one.id === id)
      if (element?.display === 'page') onElement(id)
      else open(id)
    },
    [view, open, onElement],
  )

  if (status === 'missing') return <Missing onNewChat={onNewChat} />
  if (status === 'error') return <Broken view={view} onNewChat={onNewChat} />
  const card = appError && <AppErrorCard error={appError} />
  const isEmpty = items.every((item) => item.type === 'turn' && item.messages.length === 0 && item.steps.length === 0)

  return (
    <OpenElementContext value={openElement}>
      <ShownThread value={view}>
        <MarkdownDrawing value={drawing}>
          <SettingsDoor view={view}>
            <Tab view={view} />
            <LiveRegion view={view} />
            {status === 'loading' ? (
              <Skeleton />
            ) : isEmpty ? (
              <Welcome view={view} onSent={onSaid} before={card} onProfile={onProfile} />
            ) : (
              <Log view={view} items={items} title={t('log.label')} before={card}>
                {({ button, go }) => (
                  <Dock
                    view={view}
                    onSent={() => {
                      onSaid()
                      go()
                    }}
                  >
                    {button}
                  </Dock>
                )}
              </Log>
            )}
          </SettingsDoor>
          <PanelPlace
            place={panelPlace}
            shown={elementId === null ? shown : null}
            threadId={threadId}
            onChoose={open}
            takesFocus={panel.isAskedFor}
            onClose={panel.close}
          />
          {waiting && panelDoorPlace && elementId === null && (
            <Suspense fallback={null}>
              <PanelDoor
                waiting={waiting}
                place={panelDoorPlace}
                takesFocus={panel.hasChosen}
                onOpen={panel.openWaiting}
              />
            </Suspense>
          )}
          {elementId !== null && (
            <Suspense fallback={null}>
              <ElementPage view={view} elementId={elementId} onBack={() => onElement(null)} />
            </Suspense>
          )}
        </MarkdownDrawing>
      </ShownThread>
    </OpenElementContext>
  )
}

function Broken({ view, onNewChat }: { view: ThreadView; onNewChat: () => void }) {
  const { error } = useThreadSnapshot(view)
  return <Missing title={t('chat.broken')} hint={error?.message ?? ''} onNewChat={onNewChat} />
}
