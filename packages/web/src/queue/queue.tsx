import type { ThreadView } from '@chatwright/client'
import { useSelected } from '@chatwright/client/react'
import type { Run } from '@chatwright/protocol'
import { ArrowUp, Pencil, X } from 'lucide-react'
import { Problem } from '../app/problem.tsx'
import { useCommand } from '../app/use-command.ts'
import { t } from '../i18n/t.ts'
import { IconButton } from '../icons/icon-button.tsx'
import { Elsewhere } from './elsewhere.tsx'
import { waitingRuns } from './waiting-runs.ts'
import { workElsewhere } from './work-elsewhere.ts'

/**
 * Messages that wait for their turn, those held back since a stop, and work that is out of sight, on the composer's
 * upper edge.
 */
export default function Queue({ view }: { view: ThreadView }) {
  const state = useSelected(view, (snapshot) => snapshot.state)
  const { error, press } = useCommand()
  const waiting = waitingRuns(state)
  const elsewhere = workElsewhere(state)
  if (waiting.length === 0 && !elsewhere) return null
  const edit = async (run: Run): Promise<void> => {
    const said = state.messages.findLast((message) => message.id === run.messageId)
    const { text, files } = await view.commands.withdraw(run.id)
    if (files.length > 0) (await import('../attachments/parts.ts')).attachmentsOf(view.id).restore(files)
    const draft = view.draft.getSnapshot()
    view.draft.set(draft.trim() === '' ? text : `${draft}\n${text}`)
    if (said?.command !== undefined) view.composing.choose(said.command, view.offer.getSnapshot().commands)
    document.querySelector<HTMLElement>('#chat-input')?.focus()
  }
  return (
    <ul className="queue" aria-label={t('queue.label')}>
      {elsewhere && (
        <Elsewhere
          run={elsewhere}
          isWaitedFor={waiting.some((run) => run.state === 'queued')}
          view={view}
          onShow={() => press(() => view.commands.switchBranch(elsewhere.branchId))}
        />
      )}
      {waiting.map((run, index) => (
        <li className="queued" key={run.id} data-state={run.state}>
          <span className="badge">
            {t(run.state === 'held' ? 'queue.held' : index === 0 ? 'queue.next' : 'queue.later')}
          </span>
          <span className="txt" dir="auto">
            {state.messages.findLast((message) => message.id === run.messageId)?.text ?? ''}
          </span>
          {run.state === 'held' && (
            <IconButton
              isSmall
              icon={ArrowUp}
              label={t('queue.send')}
              onClick={() => press(() => view.commands.release(run.id))}
            />
          )}
          <IconButton isSmall icon={Pencil} label={t('queue.edit')} onClick={() => press(() => edit(run))} />
          <IconButton
            isSmall
            icon={X}
            label={t('queue.remove')}
            onClick={() => press(() => view.commands.withdraw(run.id))}
          />
        </li>
      ))}
      {error !== null && (
        <li>
          <Problem text={error} />
        </li>
      )}
    </ul>
  )
}
