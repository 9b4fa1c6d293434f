import { memo } from 'react'
import type { Said, ThreadView } from '@chatwright/client'
import { Copy } from 'lucide-react'
import { copyText } from '../format/copy-text.ts'
import { t } from '../i18n/t.ts'
import { Icon } from '../icons/icon.tsx'

/** What the person said, as they wrote it. */
export const SaidRow = memo(function SaidRow({ said, view }: { said: Said; view: ThreadView }) {
  const { message, delivery, error } = said
  return (
    <article className="user" aria-label={t('said.label')} data-message-id={message.id}>
      <div className="bubble" dir="auto">
        {message.text}
      </div>
      {delivery === 'unsent' && <div className="unsent waits">{t('said.sending')}</div>}
      {delivery === 'failed' && (
        <div className="unsent" role="alert">
          {t('said.failed')} {error?.message}
          <button type="button" className="btn btn-ghost btn-s" onClick={() => view.retrySend(said.id)}>
            {t('said.again')}
          </button>
          <button type="button" className="btn btn-ghost btn-s" onClick={() => view.discardSend(said.id)}>
            {t('said.discard')}
          </button>
        </div>
      )}
      {delivery === 'delivered' && (
        <div className="said-tools">
          <button
            type="button"
            className="icon-btn sm"
            aria-label={t('said.copy')}
            title={t('said.copy')}
            onClick={() => void copyText(message.text)}
          >
            <Icon of={Copy} isSmall />
          </button>
        </div>
      )}
    </article>
  )
})
