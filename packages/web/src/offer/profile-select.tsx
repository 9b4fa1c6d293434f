import './profiles.css'
import { useRef, useState, type KeyboardEvent } from 'react'
import type { ThreadView } from '@chatwright/client'
import { useOffer } from '@chatwright/client/react'
import type { Profile } from '@chatwright/protocol'
import { ChevronDown } from 'lucide-react'
import { t } from '../i18n/t-later.ts'
import { Icon } from '../icons/icon.tsx'
import { NamedIcon } from '../icons/named-icon.tsx'
import { Markdown } from '../markdown/index.ts'
import { moved, PopRows } from './pop-list.tsx'

interface ProfilesProps {
  view: ThreadView
  onChoose: (profileId: string) => void
}

/** Whom a person talks to, in the header; the one that is pointed at is described beside the list. */
export default function ProfileSelect({ view, onChoose }: ProfilesProps) {
  const { profiles, profile } = useOffer(view)
  const [at, setAt] = useState<number | null>(null)
  const box = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  if (profiles.length < 2 || !profile) return null
  const pointed = at === null ? null : profiles[at]

  const open = (): void => setAt(Math.max(0, profiles.indexOf(profile)))
  const close = (): void => {
    setAt(null)
    button.current?.focus()
  }
  const choose = (index: number): void => {
    close()
    const wanted = profiles[index]
    if (wanted && wanted.id !== profile.id) onChoose(wanted.id)
  }
  const onKeyDown = (key: KeyboardEvent): void => {
    if (at === null) {
      if (key.key !== 'ArrowDown' && key.key !== 'ArrowUp') return
      open()
    } else if (key.key === 'Escape') close()
    else if (key.target !== button.current) return
    else {
      const next = moved(key.key, at, profiles.length)
      if (next !== null) setAt(next)
      else if (key.key === 'Enter' || key.key === ' ') choose(at)
      else return
    }
    key.preventDefault()
    key.stopPropagation()
  }
  return (
    <div
      className="profile-select"
      ref={box}
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setAt(null)
      }}
    >
      <button
        ref={button}
        type="button"
        className="pill"
        id="chat-profiles"
        role="combobox"
        aria-label={t('profiles.chosen', { profile: profile.label })}
        aria-haspopup="listbox"
        aria-expanded={at !== null}
        aria-controls={at === null ? undefined : 'profile-options'}
        aria-activedescendant={at === null ? undefined : `profile-options-${at}`}
        aria-describedby={pointed?.description ? 'chat-profile-description' : undefined}
        onClick={() => (at === null ? open() : close())}
      >
        {profile.icon !== null && <NamedIcon name={profile.icon} isSmall />}
        <span dir="auto">{profile.label}</span>
        <Icon of={ChevronDown} isSmall />
      </button>
      {at !== null && (
        <PopRows
          id="profile-options"
          label={t('profiles.label')}
          role="listbox"
          items={profiles.map((one) => ({ ...one, description: null, isChosen: one.id === profile.id }))}
          at={at}
          onPoint={setAt}
          onChoose={choose}
        />
      )}
      {pointed && <ProfileCard profile={pointed} id="chat-profile-description" />}
    </div>
  )
}

/** What a profile says of itself; nothing for one that says nothing. */
function ProfileCard({ profile: { id, label, icon, description }, id: cardId }: { profile: Profile; id: string }) {
  if (!description) return null
  return (
    <div className="menu profile-card" id={cardId} role="note">
      <div className="profile-name">
        {icon !== null && (
          <span className="avatar">
            <NamedIcon name={icon} isSmall />
          </span>
        )}
        <b dir="auto">{label}</b>
      </div>
      <div className="prose">
        <Markdown key={id} text={description} isStreaming={false} />
      </div>
      <p className="hint">{t('profiles.draftStays')}</p>
    </div>
  )
}

/** The same on the welcome screen, where there are few: all to be seen. One that is pointed at introduces itself. */
export function ProfileSegments({ view, onChoose }: ProfilesProps) {
  const { profiles, profile } = useOffer(view)
  const [pointed, setPointed] = useState<Profile | null>(null)
  if (profiles.length < 2 || profiles.length > 4) return null
  return (
    <div className="seg-box">
      <div className="seg" role="radiogroup" aria-label={t('profiles.label')}>
        {profiles.map((one) => (
          <label key={one.id} onPointerEnter={() => setPointed(one)} onPointerLeave={() => setPointed(null)}>
            <input
              type="radio"
              name="profile"
              value={one.id}
              checked={one.id === profile?.id}
              onChange={() => onChoose(one.id)}
            />
            {one.icon !== null && <NamedIcon name={one.icon} isSmall />}
            <span dir="auto">{one.label}</span>
          </label>
        ))}
      </div>
      {/* The one that is chosen introduces itself above. */}
      {pointed && pointed.id !== profile?.id && <ProfileCard profile={pointed} id="segment-description" />}
    </div>
  )
}

/** The icon of a profile, where it introduces itself. */
export function ProfileFace({ icon }: { icon: string }) {
  return (
    <span className="profile-face">
      <NamedIcon name={icon} />
    </span>
  )
}
