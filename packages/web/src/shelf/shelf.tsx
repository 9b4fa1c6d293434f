import { useClient, useConnection } from '@chatwright/client/react'
import { TriangleAlert, WifiOff } from 'lucide-react'
import { useNow } from '../app/use-now.ts'
import { t } from '../i18n/t.ts'
import { Icon } from '../icons/icon.tsx'

/** What stands between the person and the server, on the composer's upper edge. */
export function Shelf() {
  const connection = useConnection()
  const client = useClient()
  const now = useNow(connection.status === 'offline', 500)
  if (connection.status === 'refused') {
    return (
      <div className="banner" role="alert" id="session-error">
        <Icon of={TriangleAlert} />
        <span className="grow">{t('connection.refused')}</span>
        <button type="button" className="btn btn-s" onClick={() => location.reload()}>
          {t('connection.reload')}
        </button>
      </div>
    )
  }
  if (connection.status !== 'offline') return null
  const { nextTryAt } = connection
  const seconds = nextTryAt === null ? null : Math.max(0, Math.ceil((nextTryAt - now) / 1_000))
  return (
    <div className="banner" role="alert" id="session-error">
      <Icon of={WifiOff} />
      <span className="grow">
        {t('connection.offline')}{' '}
        <span aria-hidden="true">
          {seconds === null ? t('connection.trying') : t('connection.nextTry', { seconds })}
        </span>
      </span>
      <button type="button" className="btn btn-s" onClick={() => client.retryNow()}>
        {t('connection.retry')}
      </button>
    </div>
  )
}
