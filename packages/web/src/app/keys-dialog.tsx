import { Modal } from '../dialog/modal.tsx'
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
  return (
    <Modal name={{ label: t('keys.title') }} onClose={onClose}>
      <div className="dialog-head">
        <h2>{t('keys.title')}</h2>
        <button type="button" className="btn btn-ghost btn-s" onClick={onClose}>
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
    </Modal>
  )
}
