import { t } from '../i18n/t.ts'

/** A thread on its way. Shown only when that takes longer than a moment. */
export function Skeleton() {
  return (
    <div className="scroll" aria-busy="true">
      <div className="column log">
        {['60%', '92%', '84%', '40%'].map((width) => (
          <div key={width} className="skeleton" style={{ inlineSize: width }} />
        ))}
      </div>
    </div>
  )
}

interface MissingProps {
  title?: string
  hint?: string
  onNewChat: () => void
}

/** There is no such thread, or it cannot be opened. */
export function Missing({ title = t('chat.missing'), hint = t('chat.missingHint'), onNewChat }: MissingProps) {
  return (
    <div className="column welcome" role="alert">
      <div className="hello">
        <h1>{title}</h1>
        <p>{hint}</p>
      </div>
      <div>
        <button type="button" className="btn btn-primary" onClick={onNewChat}>
          {t('chat.new')}
        </button>
      </div>
    </div>
  )
}
