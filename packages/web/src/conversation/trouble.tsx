import { CircleAlert } from 'lucide-react'
import { t } from '../i18n/t.ts'
import { Icon } from '../icons/icon.tsx'

interface TroubleProps {
  text: string
  errorId?: string | undefined
  /** The message that says it. */
  messageId?: string
}

/** An error, where it happened, in plain words. */
export function Trouble({ text, errorId, messageId }: TroubleProps) {
  return (
    <div className="trouble" role="alert" data-message-id={messageId}>
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
