import type { ThreadView } from '@chatwright/client'
import { useHello, useOffer } from '@chatwright/client/react'
import { base } from '../app/base.ts'
import { Mark } from '../icons/mark.tsx'
import { NamedIcon } from '../icons/named-icon.tsx'
import { avatarKey } from './avatar-key.ts'

interface FaceProps {
  /** Who speaks, as shown. */
  author: string
  /** Another name to look the picture up by. */
  pictureOf?: string | undefined
  view: ThreadView
}

/**
 * Who speaks, beside what they say: the picture of that name; for the app itself the icon of the profile it speaks as, or
 * its mark; for others the first letter. The name is beside it, so it is not read out.
 */
export function Face({ author, pictureOf, view }: FaceProps) {
  const app = useHello()?.app
  const { profile } = useOffer(view)
  const key = avatarKey(pictureOf ?? author)
  const version = app && Object.hasOwn(app.avatars, key) ? app.avatars[key] : undefined
  if (version !== undefined) {
    return <img className="face" src={`${base}/api/avatars/${encodeURIComponent(key)}?v=${version}`} alt="" />
  }
  if (author !== '' && author !== app?.name) {
    return (
      <span className="face letter" aria-hidden="true">
        {String.fromCodePoint(author.codePointAt(0) ?? 63).toLocaleUpperCase()}
      </span>
    )
  }
  if (profile?.icon) {
    return (
      <span className="face" aria-hidden="true">
        <NamedIcon name={profile.icon} isSmall />
      </span>
    )
  }
  return <Mark />
}
