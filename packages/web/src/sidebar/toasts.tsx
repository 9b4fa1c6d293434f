import type { ThreadSummary } from '@chatwright/protocol'
import { X } from 'lucide-react'
import { t } from '../i18n/t.ts'
import { IconButton } from '../icons/icon-button.tsx'

interface ToastsProps {
  deleted: readonly ThreadSummary[]
  onUndo: (threadId: string) => void
  failure: string | null
  onDismiss: () => void
}

/** What happened in the list: deletions that can be undone, and what did not work. */
export function Toasts({ deleted, onUndo, failure, onDismiss }: ToastsProps) {
  return (
    <div className="toasts" role="status">
      {deleted.map((thread) => (
        <div className="toast" key={thread.id}>
          <div className="tx">{t('thread.deleted', { title: thread.title ?? t('chat.untitled') })}</div>
          <button type="button" className="btn btn-ghost btn-s" onClick={() => onUndo(thread.id)}>
            {t('thread.undo')}
          </button>
        </div>
      ))}
      {failure !== null && (
        <div className="toast">
          <div className="tx">{failure}</div>
          <IconButton icon={X} label={t('keys.close')} isSmall onClick={onDismiss} />
        </div>
      )}
    </div>
  )
}
