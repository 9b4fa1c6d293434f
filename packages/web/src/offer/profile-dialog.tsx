import { useEffect, useRef } from 'react'
import { t } from '../i18n/t-later.ts'
import { trapFocus } from '../settings/trap-focus.ts'

interface ProfileDialogProps {
  label: string
  onConfirm: () => void
  onClose: () => void
}

/** Asks before a chat is left for one with somebody else. */
export default function ProfileDialog({ label, onConfirm, onClose }: ProfileDialogProps) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null
    box.current?.querySelector<HTMLElement>('#confirm')?.focus()
    return () => before?.focus()
  }, [])
  return (
    <div className="scrim" onPointerDown={(event) => event.target === event.currentTarget && onClose()}>
      <div
        className="dialog"
        ref={box}
        id="new-chat-dialog"
        role="dialog"
        aria-modal="true"
        aria-labelledby="new-chat-title"
        onKeyDown={(key) => {
          if (key.key === 'Escape') {
            key.preventDefault()
            key.stopPropagation()
            onClose()
          } else if (key.key === 'Tab' && box.current) trapFocus(box.current, key)
        }}
      >
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
      </div>
    </div>
  )
}
