import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { ThreadSummary } from '@chatwright/protocol'
import { Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { Link } from 'wouter'
import { t } from '../i18n/t.ts'
import { Icon } from '../icons/icon.tsx'

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
        onClick={onOpen}
        onKeyDown={(key: KeyboardEvent) => {
          if (key.key === 'F2') setIsRenaming(true)
          if (key.key === 'Delete') onDelete()
        }}
      >
        {thread.activity === 'running' && <span className="spin" role="img" aria-label={t('thread.running')} />}
        <span className="name" dir="auto">
          {title}
        </span>
        {thread.activity === 'stopped' && !isCurrent && (
          <span className="sq stopped" role="img" aria-label={t('thread.stopped')} />
        )}
      </Link>
      <RowMenu title={title} onRename={() => setIsRenaming(true)} onDelete={onDelete} />
    </li>
  )
}

function RenameField({ title, onDone }: { title: string; onDone: (title: string | null) => void }) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.select(), [])
  return (
    <input
      ref={field}
      className="rename"
      aria-label={t('thread.renameLabel')}
      defaultValue={title}
      maxLength={200}
      onBlur={(event) => onDone(event.currentTarget.value.trim() || null)}
      onKeyDown={(key) => {
        if (key.key === 'Enter') onDone(key.currentTarget.value.trim() || null)
        if (key.key === 'Escape') {
          key.stopPropagation()
          onDone(null)
        }
      }}
    />
  )
}

function RowMenu({ title, onRename, onDelete }: { title: string; onRename: () => void; onDelete: () => void }) {
  const [isOpen, setIsOpen] = useState(false)
  const box = useRef<HTMLSpanElement>(null)

  useEffect(() => {
    if (!isOpen) return
    box.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus()
    const onPointer = (event: PointerEvent): void => {
      if (!box.current?.contains(event.target as Node)) setIsOpen(false)
    }
    addEventListener('pointerdown', onPointer)
    return () => removeEventListener('pointerdown', onPointer)
  }, [isOpen])

  const onKeyDown = (key: KeyboardEvent): void => {
    if (!isOpen) return
    const items = [...(box.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])]
    const at = items.indexOf(document.activeElement as HTMLElement)
    if (key.key === 'Escape') {
      key.stopPropagation()
      setIsOpen(false)
      box.current?.querySelector('button')?.focus()
    } else if (key.key === 'ArrowDown' || key.key === 'ArrowUp') {
      key.preventDefault()
      items[(at + (key.key === 'ArrowDown' ? 1 : items.length - 1)) % items.length]?.focus()
    }
  }
  const choose = (action: () => void) => (): void => {
    setIsOpen(false)
    action()
  }

  return (
    <span className="row-menu" ref={box} onKeyDown={onKeyDown}>
      <button
        type="button"
        className="icon-btn sm"
        aria-label={t('thread.more', { title })}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Icon of={Ellipsis} isSmall />
      </button>
      {isOpen && (
        <div className="menu" role="menu" aria-label={title}>
          <button type="button" className="item" role="menuitem" onClick={choose(onRename)}>
            <Icon of={Pencil} isSmall />
            <span className="grow">{t('thread.rename')}</span>
            <kbd>F2</kbd>
          </button>
          <button type="button" className="item danger" role="menuitem" onClick={choose(onDelete)}>
            <Icon of={Trash2} isSmall />
            {t('thread.delete')}
          </button>
        </div>
      )}
    </span>
  )
}
