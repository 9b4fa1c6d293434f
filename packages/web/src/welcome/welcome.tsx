import { lazy, Suspense, type ReactNode } from 'react'
import type { ThreadView } from '@chatwright/client'
import { useHello, useOffer } from '@chatwright/client/react'
import { Composer } from '../composer/composer.tsx'
import { Hint } from '../composer/dock.tsx'
import { Markdown } from '../conversation/lazy-markdown.tsx'
import { t } from '../i18n/t.ts'
import { Mark } from '../icons/mark.tsx'
import { Shelf } from '../shelf/shelf.tsx'

const profileParts = () => import('../offer/profile-select.tsx')
const ProfileFace = lazy(async () => ({ default: (await profileParts()).ProfileFace }))
const ProfileSegments = lazy(async () => ({ default: (await profileParts()).ProfileSegments }))
const Starters = lazy(() => import('../offer/starters.tsx'))

interface WelcomeProps {
  view: ThreadView
  onSent: () => void
  onProfile: (profileId: string) => void
  before: ReactNode
}

/** A chat in which nothing was said: what the app is, and the composer. */
export function Welcome({ view, onSent, onProfile, before }: WelcomeProps) {
  const app = useHello()?.app
  const { starters, profile, profiles } = useOffer(view)
  return (
    <>
      <div className="column welcome">
        {before}
        <div className="hello">
          {profile?.icon == null ? (
            <Mark />
          ) : (
            <Suspense fallback={<span className="profile-face" />}>
              <ProfileFace icon={profile.icon} />
            </Suspense>
          )}
          <h1 dir="auto">{profile?.label ?? app?.name ?? t('welcome.greeting')}</h1>
          {profile?.description ? (
            <div className="profile-about prose">
              <Markdown key={profile.id} text={profile.description} isStreaming={false} />
            </div>
          ) : (
            app?.description && <p>{app.description}</p>
          )}
        </div>
        {profiles.length > 1 && (
          <Suspense fallback={null}>
            <ProfileSegments view={view} onChoose={onProfile} />
          </Suspense>
        )}
        <Shelf />
        <Composer view={view} onSent={onSent} />
        {starters.length > 0 && (
          <Suspense fallback={null}>
            <Starters view={view} onSent={onSent} />
          </Suspense>
        )}
      </div>
      <div className="column welcome-foot">
        <Hint view={view} />
      </div>
    </>
  )
}
