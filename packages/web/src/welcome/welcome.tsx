import type { ReactNode } from 'react'
import type { ThreadView } from '@chatwright/client'
import { useHello } from '@chatwright/client/react'
import { Composer } from '../composer/composer.tsx'
import { Hint } from '../composer/dock.tsx'
import { t } from '../i18n/t.ts'
import { Mark } from '../icons/mark.tsx'
import { Shelf } from '../shelf/shelf.tsx'

/** A chat in which nothing was said: what the app is, and the composer. */
export function Welcome({ view, onSent, before }: { view: ThreadView; onSent: () => void; before: ReactNode }) {
  const app = useHello()?.app
  return (
    <>
      <div className="column welcome">
        {before}
        <div className="hello">
          <Mark />
          <h1>{app?.name ?? t('welcome.greeting')}</h1>
          {app?.description && <p>{app.description}</p>}
        </div>
        <Shelf />
        <Composer view={view} onSent={onSent} />
      </div>
      <div className="column welcome-foot">
        <Hint view={view} />
      </div>
    </>
  )
}
