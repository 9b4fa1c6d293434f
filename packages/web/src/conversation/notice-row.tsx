import type { ThreadView, Turn } from '@chatwright/client'
import { useMemo } from 'react'
import { useSelected, useStop } from '@chatwright/client/react'
import { ActionRow } from '../actions/lazy-action-row.tsx'
import { ElementRow } from '../elements/element-row.tsx'
import { t } from '../i18n/t.ts'
import { Again } from './again.tsx'
import { NoticeWords, noticeWords } from './notice-words.tsx'

/** The end of the rail of a stopped turn: one square, one notice or none. */
export function NoticeRow({ turn, view }: { turn: Turn; view: ThreadView }) {
  const words = noticeWords(turn)
  const isOwn = turn.notice?.by === 'app'
  return (
    <div className={isOwn ? 'notice tall' : 'notice'} dir="auto">
      <span className="cap">
        <span className="sq" />
      </span>
      {words === null ? <span className="sr">{t('stop.stopped')}</span> : <NoticeWords turn={turn} words={words} />}
      <NoticeElements turn={turn} view={view} />
      {turn.notice?.actions && <ActionRow actions={turn.notice.actions} view={view} />}
      {!isOwn && words !== null && <span className="rule" />}
      <Again turn={turn} view={view} />
    </div>
  )
}

function NoticeElements({ turn, view }: { turn: Turn; view: ThreadView }) {
  const ids = turn.notice?.elementIds
  const all = useSelected(view, ({ state }) => state.elements)
  const elements = useMemo(() => all.filter(({ id }) => ids?.includes(id)), [all, ids])
  return <ElementRow elements={elements} threadId={view.id} />
}

/** The same row while the stop is on its way, in the height the notice will have. */
export function StoppingRow({ view }: { view: ThreadView }) {
  const { phase } = useStop(view)
  const isWarning = phase.phase === 'unconfirmed' || phase.phase === 'offline'
  return (
    <div className={isWarning ? 'notice warn' : 'notice'}>
      <span className="cap">
        <span className="sq" />
      </span>
      <div className="said">
        {phase.phase === 'unconfirmed' ? (
          <>
            {t('stop.unconfirmed', { tries: phase.tries })}
            <br />
            <span className="hint">{t('stop.nothingMore')}</span>
          </>
        ) : phase.phase === 'offline' ? (
          t('stop.offline')
        ) : phase.phase === 'forcing' ? (
          t('stop.forcingNotice')
        ) : (
          t('stop.stopping')
        )}
      </div>
    </div>
  )
}
