import { lazy, Suspense, type ReactNode } from 'react'
import type { ThreadView } from '@chatwright/client'
import { useHello, useSelected, useStop } from '@chatwright/client/react'
import { t } from '../i18n/t.ts'
import { waitingRuns } from '../queue/waiting-runs.ts'
import { workElsewhere } from '../queue/work-elsewhere.ts'
import { Shelf } from '../shelf/shelf.tsx'
import { Composer } from './composer.tsx'

const Queue = lazy(() => import('../queue/queue.tsx'))
const Tasks = lazy(() => import('../tasks/tasks.tsx'))

/** The composer with what concerns the next message on its upper edge and a hint below. */
export function Dock({ view, onSent, children }: { view: ThreadView; onSent: () => void; children?: ReactNode }) {
  const hasQueue = useSelected(view, ({ state }) => waitingRuns(state).length > 0 || workElsewhere(state) !== undefined)
  const hasTasks = useSelected(view, ({ state }) => state.taskLists.length > 0)
  return (
    <div className="dock">
      {children}
      <div className="column">
        <Shelf />
        {hasTasks && (
          <Suspense fallback={null}>
            <Tasks view={view} />
          </Suspense>
        )}
        {hasQueue && (
          <Suspense fallback={null}>
            <Queue view={view} />
          </Suspense>
        )}
        <Composer view={view} onSent={onSent} />
        <Hint view={view} />
      </div>
    </div>
  )
}

/** One line below the composer: what the keys do while something is at work, else a word of care. */
export function Hint({ view }: { view: ThreadView }) {
  const { isShown } = useStop(view)
  const name = useHello()?.app.name
  const isWaiting = useSelected(view, ({ state }) => state.asks.some((ask) => ask.status === 'open' && !ask.later))
  if (!isShown) return <p className="foot">{name ? t('composer.disclaimer', { name }) : ''}</p>
  return (
    <p className="foot">
      <span className="only-l">
        <kbd>Esc</kbd> {t('composer.escStops')} &nbsp;·&nbsp; <kbd>Enter</kbd>{' '}
        {t(isWaiting ? 'composer.enterAnswers' : 'composer.enterQueues')}
      </span>
      <span className="only-s">{t(isWaiting ? 'ask.waits' : 'composer.waits')}</span>
    </p>
  )
}
