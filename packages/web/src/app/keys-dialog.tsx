import { useEffect, useRef } from 'react'
import { keyNames } from '../format/shortcut.ts'
import { t, type TextKey } from '../i18n/t.ts'

const keys: [string[], TextKey][] = [
  [['Enter'], 'keys.send'],
  [['Shift', 'Enter'], 'keys.line'],
  [['Esc'], 'keys.stop'],
  [keyNames(['mod'], 'K'), 'keys.search'],
  [keyNames(['mod'], 'B'), 'keys.sidebar'],
  [keyNames(['mod', 'shift'], 'O'), 'keys.new'],
  [['F6'], 'keys.move'],
  [['F2', 'Delete'], 'keys.rename'],
]

/** What the keys do. */
export default function KeysDialog({ onClose }: { onClose: () => void }) {
  const close = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null
    close.current?.focus()
    return () => before?.focus()
  }, [])
  return (
    <div className="scrim" onPointerDown={(event) => event.target === event.currentTarget && onClose()}>
      <div
        className="dialog"
        role="dialog"
        aria-modal="true"
        aria-label={t('keys.title')}
        onKeyDown={(key) => {
          if (key.key === 'Escape') {
            key.stopPropagation()
            onClose()
          } else if (key.key === 'Tab') key.preventDefault()
        }}
      >
        <div className="dialog-head">
          <h2>{t('keys.title')}</h2>
          <button type="button" className="btn btn-ghost btn-s" ref={close} onClick={onClose}>
            {t('keys.close')}
          </button>
        </div>
        <div className="dialog-body">
          <dl className="keys">
            {keys.map(([names, meaning]) => (
              <div className="key-row" key={meaning}>
                <dt>
                  {names.map((name) => (
                    <kbd key={name}>{name}</kbd>
                  ))}
                </dt>
                <dd>{t(meaning)}</dd>
              </div>
            ))}
          </dl>
        </div>
      </div>
    </div>
  )
}
