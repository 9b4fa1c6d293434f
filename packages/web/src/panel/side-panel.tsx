import { useEffect, useRef, type KeyboardEvent } from 'react'
import { useHello } from '@chatwright/client/react'
import { Maximize2, X } from 'lucide-react'
import { useLocation } from 'wouter'
import ElementView from '../elements/element-view.tsx'
import { iconOf, shortName } from '../elements/file-card.tsx'
import { DownloadButton } from '../elements/picture.tsx'
import { t } from '../elements/words.ts'
import { Icon } from '../icons/icon.tsx'
import { usePanelWidth } from './use-panel-width.ts'
import type { ShownPanel } from './use-panel.ts'
import '../styles/panel.css'

interface SidePanelProps {
  shown: ShownPanel
  threadId: string
  /** Whether it takes the focus: the button that opened it is gone. */
  takesFocus: boolean
  onChoose: (elementId: string) => void
  onClose: () => void
}

/** The panel beside the conversation: its elements on tabs, as wide as the reader draws it; a sheet on phones. */
export default function SidePanel({ shown, threadId, takesFocus, onChoose, onClose }: SidePanelProps) {
  const { width, handle } = usePanelWidth(useHello()?.app.panel.width ?? null)
  const [, navigate] = useLocation()
  const box = useRef<HTMLElement>(null)
  const { elements, title, layout } = shown
  const current = elements.find(({ id }) => id === shown.currentId) ?? elements[0]
  const body = useRef<HTMLDivElement>(null)
  useGivenBackFocus()
  useEffect(() => {
    if (takesFocus) body.current?.focus()
  }, [takesFocus])

  const onKeyDown = (key: KeyboardEvent): void => {
    if (key.key !== 'Escape') return
    key.preventDefault()
    key.stopPropagation()
    onClose()
  }
  const close = (
    <button
      type="button"
      className="icon-btn"
      id="side-view-close"
      aria-label={t('panel.close')}
      title={t('panel.close')}
      onClick={onClose}
    >
      <Icon of={X} />
    </button>
  )
  return (
    <aside
      className={layout === 'canvas' ? 'side is-canvas' : 'side'}
      aria-label={title || t('panel.label')}
      ref={box}
      onKeyDown={onKeyDown}
    >
      {layout === 'panel' && <div className="handle" {...handle} aria-label={t('panel.resize')} />}
      <div className="sheet panel" style={layout === 'panel' ? ({ '--panel': `${width}px` } as never) : undefined}>
        {layout === 'canvas' ? (
          <>
            {elements.length > 1 && (
              <div className="canvas-tabs">
                <Tabs elements={elements} currentId={current?.id ?? ''} onChoose={onChoose} />
              </div>
            )}
            <div className="canvas-close">{close}</div>
          </>
        ) : (
          <div className="panel-head">
            {elements.length > 1 ? (
              <Tabs elements={elements} currentId={current?.id ?? ''} onChoose={onChoose} />
            ) : (
              <h2 className="grow" id="side-view-title" dir="auto">
                {title || current?.name}
              </h2>
            )}
            {elements.length > 1 && <span className="grow" />}
            {current && (current.messageId !== null || current.stepId !== undefined) && (
              <button
                type="button"
                className="icon-btn only-l"
                aria-label={t('panel.whole', { name: current.name })}
                title={t('panel.whole', { name: current.name })}
                onClick={() => navigate(`/thread/${threadId}/element/${current.id}`)}
              >
                <Icon of={Maximize2} />
              </button>
            )}
            {current && <DownloadButton element={current} threadId={threadId} />}
            {close}
          </div>
        )}
        {elements.length > 1 && title !== '' && layout === 'panel' && (
          <h2 className="panel-title" id="side-view-title" dir="auto">
            {title}
          </h2>
        )}
        <div
          className="panel-body"
          id="side-view-content"
          ref={body}
          role="tabpanel"
          tabIndex={0}
          aria-label={current?.name ?? title}
        >
          {current && <ElementView key={current.id} element={current} threadId={threadId} />}
        </div>
      </div>
    </aside>
  )
}

interface TabsProps {
  elements: ShownPanel['elements']
  currentId: string
  onChoose: (elementId: string) => void
}

/** One tab stop; arrows move between the tabs. */
function Tabs({ elements, currentId, onChoose }: TabsProps) {
  const onKeyDown = (key: KeyboardEvent<HTMLElement>): void => {
    const move = { ArrowRight: 1, ArrowLeft: -1 }[key.key]
    if (move === undefined) return
    key.preventDefault()
    const at = elements.findIndex(({ id }) => id === currentId)
    const next = (at + move + elements.length) % elements.length
    onChoose(elements[next]?.id ?? '')
    key.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus()
  }
  return (
    <div className="tabs" role="tablist" aria-label={t('panel.label')} onKeyDown={onKeyDown}>
      {elements.map((element) => (
        <button
          key={element.id}
          type="button"
          role="tab"
          className="tab"
          aria-selected={element.id === currentId}
          tabIndex={element.id === currentId ? 0 : -1}
          title={element.name}
          onClick={() => onChoose(element.id)}
        >
          <Icon of={iconOf(element)} isSmall />
          <span dir="auto">{shortName(element.name)}</span>
        </button>
      ))}
    </div>
  )
}

/** What had the focus gets it back when the panel that took it goes. */
function useGivenBackFocus(): void {
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null
    return () => {
      if (document.activeElement === document.body || document.activeElement === null) before?.focus()
    }
  }, [])
}
