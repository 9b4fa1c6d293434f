import type { ThreadView } from '@chatwright/client'
import { useSelected } from '@chatwright/client/react'
import { hasEnded, type Action, type RunState } from '@chatwright/protocol'
import { Check, TriangleAlert } from 'lucide-react'
import { t } from '../i18n/t-later.ts'
import { Icon } from '../icons/icon.tsx'
import { NamedIcon } from '../icons/named-icon.tsx'
import { nameOf } from './name-of.ts'

interface ActionButtonProps {
  action: Action
  isFirst: boolean
  view: ThreadView
  onPress: () => void
}

/** A button of a message. It says what became of it when it was pressed last, after a reload too. */
export function ActionButton({ action, isFirst, view, onPress }: ActionButtonProps) {
  const state = useSelected(view, ({ state: { runs } }) => runs.findLast((run) => run.actionId === action.id)?.state)
  const isBusy = state !== undefined && !hasEnded(state)
  const look = action.variant === 'danger' ? 'btn-danger' : isFirst ? 'btn-outline' : 'btn-ghost'
  const isBare = action.label === ''
  return (
    <button
      type="button"
      className={`btn ${look}${isBare ? ' is-bare' : ''}`}
      title={action.tooltip ?? (isBare ? nameOf(action) : undefined)}
      aria-label={isBare ? nameOf(action) : undefined}
      data-action={action.name}
      data-state={state}
      disabled={isBusy || action.isDisabled}
      aria-busy={isBusy}
      onClick={onPress}
    >
      {isBusy ? (
        <span className="spin small" aria-hidden="true" />
      ) : (
        action.icon !== null && <NamedIcon name={action.icon} isSmall />
      )}
      {action.label}
      <Outcome state={state} />
    </button>
  )
}

function Outcome({ state }: { state: RunState | undefined }) {
  if (state !== 'completed' && state !== 'failed' && state !== 'lost') return null
  const isDone = state === 'completed'
  return (
    <>
      <Icon of={isDone ? Check : TriangleAlert} isSmall />
      <span className="sr">{t(isDone ? 'action.done' : 'action.failed')}</span>
    </>
  )
}
