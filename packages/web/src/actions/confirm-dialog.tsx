import { useId } from 'react'
import type { Action } from '@chatwright/protocol'
import { Modal } from '../dialog/modal.tsx'
import { t } from '../i18n/t-later.ts'
import { nameOf } from './name-of.ts'

interface ConfirmDialogProps {
  action: Action
  onConfirm: () => void
  onClose: () => void
}

/** Asks before a button does what it says. */
export function ConfirmDialog({ action, onConfirm, onClose }: ConfirmDialogProps) {
  const id = useId()
  return (
    <Modal name={{ labelledBy: id }} focus=".dialog-foot .btn-ghost" onClose={onClose}>
      <div className="dialog-head">
        <h2 id={id} dir="auto">
          {action.confirm}
        </h2>
      </div>
      <div className="dialog-foot">
        <span className="grow" />
        <button type="button" className="btn btn-ghost" onClick={onClose}>
          {t('settings.cancel')}
        </button>
        <button
          type="button"
          className={`btn ${action.variant === 'danger' ? 'btn-danger' : 'btn-primary'}`}
          onClick={onConfirm}
        >
          {nameOf(action)}
        </button>
      </div>
    </Modal>
  )
}
