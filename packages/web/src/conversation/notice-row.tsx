import type { ThreadView, Turn } from '@chatwright/client'
import { useStop } from '@chatwright/client/react'
import { ActionRow } from '../actions/lazy-action-row.tsx'
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
      {turn.notice?.actions && <ActionRow actions={turn.notice.actions} view={view} />}
      {!isOwn && words !== null && <span className="rule" />}
      <Again turn={turn} view={view} />
    </div>
  )
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
