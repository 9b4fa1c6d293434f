import type { ThreadView } from '@chatwright/client'
import { useSelected } from '@chatwright/client/react'
import { hasEnded, type Action } from '@chatwright/protocol'
import { Problem } from '../app/problem.tsx'
import { useCommand } from '../app/use-command.ts'

/** The buttons under a message. One that is being answered shows it, and is pressed once at a time. */
export default function ActionRow({ actions, view }: { actions: readonly Action[]; view: ThreadView }) {
  const { error, press } = useCommand()
  return (
    <>
      <div className="actions">
        {actions.map((action, index) => (
          <ActionButton
            key={action.id}
            action={action}
            isFirst={index === 0}
            view={view}
            onPress={() => press(() => view.commands.act(action.id))}
          />
        ))}
      </div>
      <Problem text={error} />
    </>
  )
}

interface ActionButtonProps {
  action: Action
  isFirst: boolean
  view: ThreadView
  onPress: () => void
}

function ActionButton({ action, isFirst, view, onPress }: ActionButtonProps) {
  const last = useSelected(view, ({ state }) => state.runs.findLast((run) => run.actionId === action.id))
  const isBusy = last !== undefined && !hasEnded(last.state)
  const look = action.variant === 'danger' ? 'btn-danger' : isFirst ? 'btn-outline' : 'btn-ghost'
  return (
    <button
      type="button"
      className={`btn ${look}`}
      title={action.tooltip ?? undefined}
      data-action={action.name}
      disabled={isBusy}
      aria-busy={isBusy}
      onClick={onPress}
    >
      {isBusy && <span className="spin small" aria-hidden="true" />}
      {action.label}
    </button>
  )
}
