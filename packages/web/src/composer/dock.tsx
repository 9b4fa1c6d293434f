import type { ReactNode } from 'react'
import type { ThreadView } from '@chatwright/client'
import { useHello, useSelected, useStop } from '@chatwright/client/react'
import { t } from '../i18n/t.ts'
import { Queue } from '../queue/queue.tsx'
import { Shelf } from '../shelf/shelf.tsx'
import { Tasks } from '../tasks/tasks.tsx'
import { Composer } from './composer.tsx'

/** The composer with what concerns the next message on its upper edge and a hint below. */
export function Dock({ view, onSent, children }: { view: ThreadView; onSent: () => void; children?: ReactNode }) {
  return (
    <div className="dock">
      {children}
      <div className="column">
        <Shelf />
        <Tasks view={view} />
        <Queue view={view} />
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
  const isWaiting = useSelected(view, ({ state }) => state.asks.some((ask) => ask.status === 'open'))
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
