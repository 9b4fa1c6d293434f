import { useState } from 'react'
import { Image as Picture } from 'lucide-react'
import type { Tokens } from 'marked'
import { Icon } from '../icons/icon.tsx'
import { decodeEntities } from './entities.ts'
import { labels } from './labels.ts'
import { linkTarget, ownPicture } from './link-target.ts'
import { plainText } from './plain-text.ts'
import type { InlineToken } from './tokens.ts'

const video = /\.(?:mp4|webm|mov|avi|ogv|m4v)(?:[?#]|$)/i

function OwnPicture({ source, alt, title }: { source: string; alt: string; title: string | undefined }) {
  const [isComing, setIsComing] = useState(true)
  const settle = (): void => setIsComing(false)
  return (
    <img
      className={isComing ? 'is-coming' : undefined}
      src={source}
      alt={alt}
      title={title}
      loading="lazy"
      decoding="async"
      onLoad={settle}
      onError={settle}
    />
  )
}

/** A picture or film of the page's own host. One of another host would tell it who reads, so that is a link. */
export function ImageView({ token }: { token: Tokens.Image }) {
  const href = decodeEntities(token.href)
  const alt = plainText(token.tokens as InlineToken[])
  const source = ownPicture(href, typeof location === 'undefined' ? undefined : location.origin)
  const title = token.title ? decodeEntities(token.title) : undefined
  if (source !== null && video.test(source)) return <video src={source} aria-label={alt} controls preload="metadata" />
  if (source !== null) return <OwnPicture source={source} alt={alt} title={title} />
  const target = linkTarget(href)
  if (!target) return alt
  return (
    <a className="picture-link" href={target.href} title={target.href} target="_blank" rel="noopener noreferrer">
      <Icon of={Picture} isSmall />
      {alt || labels.picture}
    </a>
  )
}
