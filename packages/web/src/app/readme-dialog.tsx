import { useEffect, useRef, useState } from 'react'
import { X } from 'lucide-react'
import { t } from '../i18n/t-later.ts'
import { locale } from '../i18n/t.ts'
import { Icon } from '../icons/icon.tsx'
import { Markdown } from '../markdown/index.ts'
import { trapFocus } from '../settings/trap-focus.ts'
import { base } from './base.ts'

/** What the app says of itself, in the reader's language when it has that. */
export default function ReadmeDialog({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState<string | null>(null)
  const [hasFailed, setHasFailed] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null
    box.current?.querySelector<HTMLElement>('button')?.focus()
    const leaving = new AbortController()
    void (async () => {
      const address = `${base}/api/readme?language=${encodeURIComponent(locale)}`
      const response = await fetch(address, { signal: leaving.signal })
      if (!response.ok) throw new Error(response.statusText)
      setText(((await response.json()) as { text: string }).text)
    })().catch(() => setHasFailed(!leaving.signal.aborted))
    return () => {
      leaving.abort()
      before?.focus()
    }
  }, [])
  return (
    <div className="scrim" onPointerDown={(event) => event.target === event.currentTarget && onClose()}>
      <div
        className="dialog readme"
        ref={box}
        role="dialog"
        aria-modal="true"
        aria-labelledby="readme-title"
        onKeyDown={(key) => {
          if (key.key === 'Escape') {
            key.preventDefault()
            key.stopPropagation()
            onClose()
          } else if (key.key === 'Tab' && box.current) trapFocus(box.current, key)
        }}
      >
        <div className="dialog-head">
          <h2 id="readme-title">{t('readme.title')}</h2>
          <button
            type="button"
            className="icon-btn"
            aria-label={t('keys.close')}
            title={t('keys.close')}
            onClick={onClose}
          >
            <Icon of={X} />
          </button>
        </div>
        <div className="dialog-body prose" tabIndex={0} role="group" aria-label={t('readme.title')}>
          {text !== null && <Markdown text={text} isStreaming={false} />}
          {hasFailed && <p role="alert">{t('readme.failed')}</p>}
        </div>
      </div>
    </div>
  )
}
