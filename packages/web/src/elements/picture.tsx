import { lazy, Suspense, useState } from 'react'
import type { Element } from '@chatwright/protocol'
import { Download } from 'lucide-react'
import { t } from './words.ts'
import { Icon } from '../icons/icon.tsx'
import { shortName } from './file-card.tsx'
import { fileUrl } from './file-url.ts'

const Lightbox = lazy(() => import('./lightbox.tsx'))

/** A picture with its name; pressed, it fills the screen. */
export function Picture({ element, threadId }: { element: Element; threadId: string }) {
  const [isOpen, setIsOpen] = useState(false)
  const url = fileUrl(threadId, element)
  if (url === null) return null
  return (
    <figure className={`pic ${element.size}`}>
      <button
        type="button"
        className="inline-image"
        aria-label={t('element.enlarge', { name: element.alt ?? element.name })}
        onClick={() => setIsOpen(true)}
      >
        <img src={url} alt={element.alt ?? element.name} loading="lazy" decoding="async" />
      </button>
      <figcaption>
        <span className="grow" dir="auto" title={element.name}>
          {shortName(element.name)}
        </span>
        <DownloadButton element={element} threadId={threadId} />
      </figcaption>
      {isOpen && (
        <Suspense fallback={null}>
          <Lightbox element={element} threadId={threadId} onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </figure>
  )
}

export function DownloadButton({ element, threadId }: { element: Element; threadId: string }) {
  const url = fileUrl(threadId, element, { isDownload: true })
  if (url === null) return null
  const label = t('element.download', { name: element.name })
  return (
    <a className="icon-btn sm" href={url} download={element.name} aria-label={label} title={label}>
      <Icon of={Download} isSmall />
    </a>
  )
}
