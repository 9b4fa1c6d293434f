import { useEffect } from 'react'
import { createPortal } from 'react-dom'
import type { ThreadView } from '@chatwright/client'
import { useSelected } from '@chatwright/client/react'
import { X } from 'lucide-react'
import { t } from '../i18n/t-later.ts'
import { IconButton } from '../icons/icon-button.tsx'

const shownMs = 10_000

interface FailureToastProps {
  /** The run of the button that was pressed here. */
  runId: string
  view: ThreadView
  onDismiss: () => void
}

/** Says that what was pressed here did not work: its message may stand where nobody looks. */
export function FailureToast({ runId, view, onDismiss }: FailureToastProps) {
  const error = useSelected(view, ({ state: { runs } }) => {
    const run = runs.findLast(({ id }) => id === runId)
    return run?.state === 'failed' || run?.state === 'lost' ? (run.error?.message ?? '') : null
  })
  const isShown = error !== null
  useEffect(() => {
    if (!isShown) return undefined
    const timer = setTimeout(onDismiss, shownMs)
    return () => clearTimeout(timer)
  }, [isShown, onDismiss])
  if (!isShown) return null
  return createPortal(
    <div className="toasts" role="status">
      <div className="toast">
        <div className="tx" dir="auto">
          {error || t('action.failed')}
        </div>
        <IconButton icon={X} label={t('keys.close')} isSmall onClick={onDismiss} />
      </div>
    </div>,
    document.body,
  )
}
