import { Modal } from '../dialog/modal.tsx'
import { t } from '../i18n/t-later.ts'

interface ProfileDialogProps {
  label: string
  onConfirm: () => void
  onClose: () => void
}

/** Asks before a chat is left for one with somebody else. */
export default function ProfileDialog({ label, onConfirm, onClose }: ProfileDialogProps) {
  return (
    <Modal name={{ labelledBy: 'new-chat-title' }} id="new-chat-dialog" focus="#confirm" onClose={onClose}>
      <div className="dialog-head">
        <h2 id="new-chat-title">{t('profiles.newChat', { profile: label })}</h2>
      </div>
      <div className="dialog-body">
        <p>{t('profiles.newChatHint')}</p>
      </div>
      <div className="dialog-foot">
        <span className="grow" />
        <button type="button" className="btn btn-ghost" onClick={onClose}>
          {t('settings.cancel')}
        </button>
        <button type="button" className="btn btn-primary" id="confirm" onClick={onConfirm}>
          {t('profiles.begin')}
        </button>
      </div>
    </Modal>
  )
}
