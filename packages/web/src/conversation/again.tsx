import type { ThreadView, Turn } from '@chatwright/client'
import { useHello } from '@chatwright/client/react'
import { CornerDownRight, RotateCcw } from 'lucide-react'
import { Problem } from '../app/problem.tsx'
import { useCommand } from '../app/use-command.ts'
import { t } from '../i18n/t.ts'
import { Icon } from '../icons/icon.tsx'

/** What can be done after an answer that did not reach its end: go on from it, or answer again. */
export function Again({ turn, view }: { turn: Turn; view: ThreadView }) {
  const canContinue = useHello()?.app.canContinue === true && turn.status === 'stopped'
  const { isBusy, error, press } = useCommand()
  const { run } = turn
  if (!run) return null
  const { messageId } = run
  return (
    <span className="acts">
      {canContinue && (
        <button
          type="button"
          className="btn btn-ghost btn-s"
          disabled={isBusy}
          onClick={() => press(() => view.commands.goOn(run.id))}
        >
          <Icon of={CornerDownRight} isSmall />
          {t('again.continue')}
        </button>
      )}
      {messageId !== null && (
        <button
          type="button"
          className="btn btn-ghost btn-s"
          disabled={isBusy}
          onClick={() => press(() => view.commands.edit(messageId))}
        >
          <Icon of={RotateCcw} isSmall />
          {t('again.retry')}
        </button>
      )}
      <Problem text={error} />
    </span>
  )
}
