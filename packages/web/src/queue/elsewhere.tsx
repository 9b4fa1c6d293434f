import type { ThreadView } from '@chatwright/client'
import type { Run } from '@chatwright/protocol'
import { t } from '../i18n/t-later.ts'

interface ElsewhereProps {
  run: Run
  isWaitedFor: boolean
  view: ThreadView
  onShow: () => void
}

/** Says that an answer is being written where it cannot be seen, leads there, and stops it alone. */
export function Elsewhere({ run, isWaitedFor, view, onShow }: ElsewhereProps) {
  return (
    <li className="queued elsewhere" data-run={run.id}>
      <span className="spin small" aria-hidden="true" />
      <span className="txt" role="status">
        {t(isWaitedFor ? 'queue.behindElsewhere' : 'queue.elsewhere')}
      </span>
      <button type="button" className="btn btn-ghost btn-s" onClick={onShow}>
        {t('queue.show')}
      </button>
      <button
        type="button"
        className="btn btn-ghost btn-s"
        disabled={run.state === 'stopping'}
        onClick={() => view.stop({ source: 'button', runId: run.id })}
      >
        {t('queue.stopIt')}
      </button>
    </li>
  )
}
