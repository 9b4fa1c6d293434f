import { CornerDownRight, X } from 'lucide-react'
import { t } from '../i18n/t.ts'
import { Icon } from '../icons/icon.tsx'

/** Says above the composer that what is written now answers a question. */
export function Answering({ question, onLeave }: { question: string; onLeave: () => void }) {
  return (
    <div className="answering">
      <Icon of={CornerDownRight} isSmall />
      <span className="grow" dir="auto">
        {t('ask.answering', { question })}
      </span>
      <button
        type="button"
        className="icon-btn sm"
        aria-label={t('ask.leave')}
        title={t('ask.leave')}
        onClick={onLeave}
      >
        <Icon of={X} isSmall />
      </button>
    </div>
  )
}
