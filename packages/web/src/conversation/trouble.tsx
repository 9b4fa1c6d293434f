import { CircleAlert } from 'lucide-react'
import { t } from '../i18n/t.ts'
import { Icon } from '../icons/icon.tsx'

/** An error, where it happened, in plain words. */
export function Trouble({ text, errorId }: { text: string; errorId?: string | undefined }) {
  return (
    <div className="trouble" role="alert">
      <Icon of={CircleAlert} />
      <div>
        <b dir="auto">{text}</b>
        {errorId !== undefined && (
          <div className="acts">
            <span className="hint">
              {t('turn.error')} <code>{errorId.slice(0, 8)}</code>
            </span>
          </div>
        )}
      </div>
    </div>
  )
}
