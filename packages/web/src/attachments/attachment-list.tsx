import { CircleAlert, FileText, RotateCw, X } from 'lucide-react'
import { t } from '../elements/words.ts'
import { Icon } from '../icons/icon.tsx'
import { IconButton } from '../icons/icon-button.tsx'
import { FileName } from './file-name.tsx'
import type { Attachment, Attachments } from './attachments.ts'
import '../styles/attachments.css'
import '../styles/ask.css'

interface AttachmentListProps {
  items: readonly Attachment[]
  of: Pick<Attachments, 'retry' | 'remove'>
  id?: string
}

/** The files of the next message, above what is written: how far each has come, and why one is refused. */
export function AttachmentList({ items, of, id = 'attachments' }: AttachmentListProps) {
  return (
    <ul className="atts" id={id} aria-label={t('upload.list')}>
      {items.map((item) => (
        <li key={item.key} className={classOf(item)} title={item.name}>
          <Face item={item} />
          {item.canRetry && (
            <IconButton
              isSmall
              icon={RotateCw}
              label={t('upload.again', { name: item.name })}
              onClick={() => of.retry(item.key)}
            />
          )}
          <IconButton
            isSmall
            icon={X}
            label={t(item.state === 'sending' ? 'upload.cancel' : 'upload.remove', { name: item.name })}
            onClick={() => of.remove(item.key)}
          />
        </li>
      ))}
    </ul>
  )
}

function classOf({ state, preview }: Attachment): string {
  if (state === 'refused') return 'att bad'
  return preview !== null && state === 'ready' ? 'att pic-att' : 'att'
}

function Face({ item: { state, part, name, error, preview } }: { item: Attachment }) {
  if (state === 'refused') {
    return (
      <>
        <Icon of={CircleAlert} isSmall />
        <span className="name" role="alert" dir="auto">
          {error}
        </span>
      </>
    )
  }
  if (state === 'sending') {
    // Wholly there, the server still looks at it.
    const label = part < 1 ? t('upload.percent', { percent: Math.round(part * 100) }) : t('upload.checking')
    return (
      <>
        <span className="ring" style={{ '--p': part } as never} role="img" aria-label={label} title={label} />
        <FileName name={name} />
      </>
    )
  }
  if (preview !== null) {
    return (
      <span className="thumb">
        <img src={preview} alt={name} />
      </span>
    )
  }
  return (
    <>
      <Icon of={FileText} isSmall />
      <FileName name={name} />
    </>
  )
}
