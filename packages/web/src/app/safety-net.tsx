import { Component, type ReactNode } from 'react'
import { t } from '../i18n/t.ts'

/** Never an empty page: what goes wrong in drawing it is said, and a reload is offered. Drafts are kept. */
export class SafetyNet extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true }
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children
    return (
      <main className="column welcome" role="alert">
        <div className="hello">
          <h1>{t('page.failed')}</h1>
          <p>{t('page.failedHint')}</p>
        </div>
        <div>
          <button type="button" className="btn btn-primary" onClick={() => location.reload()}>
            {t('connection.reload')}
          </button>
        </div>
      </main>
    )
  }
}
