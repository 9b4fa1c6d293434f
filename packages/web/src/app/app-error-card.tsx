import type { AppError } from '@chatwright/protocol'
import { CircleAlert } from 'lucide-react'
import { t } from '../i18n/t.ts'
import { Icon } from '../icons/icon.tsx'

/** Why the app's code cannot be loaded; gone as soon as it can be. */
export function AppErrorCard({ error }: { error: AppError }) {
  const place = error.file === null ? '' : error.line === null ? error.file : `${error.file}:${error.line}`
  return (
    <div className="trouble app-error" role="alert" id="app-error">
      <Icon of={CircleAlert} />
      <div>
        <b>{t('appError.title')}</b>
        <p dir="auto">{error.message}</p>
        {place && <p>{place}</p>}
        {error.frame !== null && (
          <pre tabIndex={0} dir="ltr" aria-label={place}>
            {error.frame}
          </pre>
        )}
      </div>
    </div>
  )
}
