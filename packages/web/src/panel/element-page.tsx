import { useEffect, useRef } from 'react'
import type { ThreadView } from '@chatwright/client'
import { useSelected, useThreadStatus } from '@chatwright/client/react'
import { ArrowLeft } from 'lucide-react'
import ElementView from '../elements/element-view.tsx'
import { DownloadButton } from '../elements/picture.tsx'
import { t } from '../elements/words.ts'
import { Icon } from '../icons/icon.tsx'
import '../styles/panel.css'

/** One element over the whole conversation, which stays as it was below. */
export default function ElementPage({
  view,
  elementId,
  onBack,
}: {
  view: ThreadView
  elementId: string
  onBack: () => void
}) {
  const element = useSelected(view, ({ state }) => state.elements.find(({ id }) => id === elementId))
  const isLoading = useThreadStatus(view) === 'loading'
  const back = useRef<HTMLButtonElement>(null)
  useEffect(() => back.current?.focus(), [])
  return (
    <div className="element-page" id="element-view">
      <div className="panel-head">
        <button
          type="button"
          className="icon-btn"
          ref={back}
          aria-label={t('element.back')}
          title={t('element.back')}
          onClick={onBack}
        >
          <Icon of={ArrowLeft} />
        </button>
        <h2 className="grow" dir="auto">
          {element?.name}
        </h2>
        {element && <DownloadButton element={element} threadId={view.id} />}
      </div>
      <div className="panel-body" tabIndex={0} role="group" aria-label={element?.name ?? t('element.loading')}>
        {element ? (
          <ElementView element={element} threadId={view.id} />
        ) : (
          !isLoading && <p className="problem">{t('element.missing')}</p>
        )}
      </div>
    </div>
  )
}
