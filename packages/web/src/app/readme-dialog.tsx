import { useEffect, useState } from 'react'
import { useHello } from '@chatwright/client/react'
import { X } from 'lucide-react'
import { Modal } from '../dialog/modal.tsx'
import { t } from '../i18n/t-later.ts'
import { locale } from '../i18n/t.ts'
import { IconButton } from '../icons/icon-button.tsx'
import { Markdown } from '../markdown/index.ts'
import { base } from './base.ts'

/** What the app says of itself, in the reader's language when it has that. */
export default function ReadmeDialog({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState<string | null>(null)
  const [hasFailed, setHasFailed] = useState(false)
  // While the app is being written a new greeting comes with each change of it.
  const hello = useHello()
  useEffect(() => {
    const leaving = new AbortController()
    void (async () => {
      const address = `${base}/api/readme?language=${encodeURIComponent(locale)}`
      const response = await fetch(address, { signal: leaving.signal })
      if (!response.ok) throw new Error(response.statusText)
      setText(((await response.json()) as { text: string }).text)
    })().catch(() => setHasFailed(!leaving.signal.aborted))
    return () => leaving.abort()
  }, [hello])
  return (
    <Modal name={{ labelledBy: 'readme-title' }} className="readme" onClose={onClose}>
      <div className="dialog-head">
        <h2 id="readme-title">{t('readme.title')}</h2>
        <IconButton icon={X} label={t('keys.close')} onClick={onClose} />
      </div>
      <div className="dialog-body prose" tabIndex={0} role="group" aria-label={t('readme.title')}>
        {text !== null && <Markdown text={text} isStreaming={false} />}
        {hasFailed && <p role="alert">{t('readme.failed')}</p>}
      </div>
    </Modal>
  )
}
