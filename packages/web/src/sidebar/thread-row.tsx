import { lazy, Suspense, useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useHello } from '@chatwright/client/react'
import type { ThreadSummary } from '@chatwright/protocol'
import { MessageCircleQuestionMark, Pencil, Trash2 } from 'lucide-react'
import { Link } from 'wouter'
import { exportItems } from '../export/export-items.ts'
import { t } from '../i18n/t.ts'
import { Icon } from '../icons/icon.tsx'
import { MenuButton } from '../menu/menu-button.tsx'

const NamedIcon = lazy(async () => ({ default: (await import('../icons/named-icon.tsx')).NamedIcon }))

interface ThreadRowProps {
  thread: ThreadSummary
  isCurrent: boolean
  onOpen: () => void
  onRename: (title: string) => void
  onDelete: () => void
}

/** One thread of the list: its name, what it is doing, and its menu. */
export function ThreadRow({ thread, isCurrent, onOpen, onRename, onDelete }: ThreadRowProps) {
  const [isRenaming, setIsRenaming] = useState(false)
  const title = thread.title ?? t('chat.untitled')
  const profiles = useHello()?.app.offer.profiles ?? []
  const profile = profiles.length > 1 ? profiles.find(({ id }) => id === thread.profileId) : undefined

  if (isRenaming) {
    return (
      <li>
        <RenameField
          title={title}
          onDone={(next) => {
            setIsRenaming(false)
            if (next !== null && next !== title) onRename(next)
          }}
        />
      </li>
    )
  }
  return (
    <li>
      <Link
        href={`/thread/${thread.id}`}
        className="thread"
        aria-current={isCurrent ? 'page' : undefined}
        aria-keyshortcuts="F2 Delete"
        title={profile && t('thread.with', { title, profile: profile.label })}
        onClick={onOpen}
        onKeyDown={(key: KeyboardEvent) => {
          if (key.key === 'F2') setIsRenaming(true)
          if (key.key === 'Delete') onDelete()
        }}
      >
        {thread.activity === 'running' && <span className="spin" role="img" aria-label={t('thread.running')} />}
        {profile?.icon != null && (
          <Suspense fallback={null}>
            <NamedIcon name={profile.icon} isSmall />
          </Suspense>
        )}
        <span className="name" dir="auto">
          {title}
        </span>
        {thread.openAsks > 0 && (
          <span className="asks" role="img" aria-label={t('thread.asks')} title={t('thread.asks')}>
            <Icon of={MessageCircleQuestionMark} isSmall />
          </span>
        )}
        {thread.activity === 'stopped' && !isCurrent && (
          <span className="sq stopped" role="img" aria-label={t('thread.stopped')} />
        )}
      </Link>
      <MenuButton
        label={t('thread.more', { title })}
        menuLabel={title}
        boxClass="row-menu"
        items={[
          { icon: Pencil, label: t('thread.rename'), keys: 'F2', onChoose: () => setIsRenaming(true) },
          ...exportItems(thread.id),
          { icon: Trash2, label: t('thread.delete'), isDanger: true, onChoose: onDelete },
        ]}
      />
    </li>
  )
}

function RenameField({ title, onDone }: { title: string; onDone: (title: string | null) => void }) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.select(), [])
  const [isLacking, setIsLacking] = useState(false)
  return (
    <input
      ref={field}
      className="rename"
      aria-label={t('thread.renameLabel')}
      defaultValue={title}
      maxLength={200}
      placeholder={t('thread.nameNeeded')}
      aria-invalid={isLacking}
      onChange={() => setIsLacking(false)}
      onBlur={(event) => onDone(event.currentTarget.value.trim() || null)}
      onKeyDown={(key) => {
        if (key.key === 'Enter' && !key.nativeEvent.isComposing) {
          const name = key.currentTarget.value.trim()
          if (name === '') {
            // Its hint is seen in the empty field.
            key.currentTarget.value = ''
            setIsLacking(true)
          } else onDone(name)
        }
        if (key.key === 'Escape') {
          key.stopPropagation()
          onDone(null)
        }
      }}
    />
  )
}
