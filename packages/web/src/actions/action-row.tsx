import { useCallback, useState } from 'react'
import type { ThreadView } from '@chatwright/client'
import type { Action } from '@chatwright/protocol'
import { Problem } from '../app/problem.tsx'
import { useCommand } from '../app/use-command.ts'
import { ActionButton } from './action-button.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { FailureToast } from './failure-toast.tsx'

/** The buttons under a message. One that is being answered shows it, and is pressed once at a time. */
export default function ActionRow({ actions, view }: { actions: readonly Action[]; view: ThreadView }) {
  const { error, press } = useCommand()
  const [asking, setAsking] = useState<Action | null>(null)
  const [pressedRunId, setPressedRunId] = useState<string | null>(null)
  const dismiss = useCallback(() => setPressedRunId(null), [])
  const act = ({ id }: Action): void =>
    press(async () => {
      setPressedRunId(await view.commands.act(id))
    })
  return (
    <>
      <div className="actions">
        {actions.map((action, index) => (
          <ActionButton
            key={action.id}
            action={action}
            isFirst={index === 0}
            view={view}
            onPress={() => (action.confirm === undefined ? act(action) : setAsking(action))}
          />
        ))}
      </div>
      <Problem text={error} />
      {asking && (
        <ConfirmDialog
          action={asking}
          onClose={() => setAsking(null)}
          onConfirm={() => {
            setAsking(null)
            act(asking)
          }}
        />
      )}
      {pressedRunId !== null && <FailureToast runId={pressedRunId} view={view} onDismiss={dismiss} />}
    </>
  )
}
