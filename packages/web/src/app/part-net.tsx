import { Component, type ReactNode } from 'react'
import { t } from '../i18n/t.ts'

interface PartNetProps {
  children: ReactNode
  /** Another one draws the part anew. */
  of?: unknown
}

interface PartNetState {
  hasFailed: boolean
  of: unknown
}

/**
 * Keeps what goes wrong in one part of the page in that part: a piece of code that cannot be loaded, as in a page that is
 * older than the server, or an error while it is drawn. It says so, and offers a reload.
 */
export class PartNet extends Component<PartNetProps, PartNetState> {
  override state: PartNetState = { hasFailed: false, of: this.props.of }

  static getDerivedStateFromError(): Partial<PartNetState> {
    return { hasFailed: true }
  }

  static getDerivedStateFromProps({ of }: PartNetProps, state: PartNetState): PartNetState | null {
    return of === state.of ? null : { hasFailed: false, of }
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children
    return (
      <div className="part-failed" role="alert">
        <span className="problem">{t('part.failed')}</span>
        <button type="button" className="btn btn-outline btn-s" onClick={() => location.reload()}>
          {t('connection.reload')}
        </button>
      </div>
    )
  }
}
