import { useHello, useThreadList } from '@chatwright/client/react'
import type { ThreadSummary } from '@chatwright/protocol'
import { PanelLeft, Search, SquarePen, SunMoon } from 'lucide-react'
import { useTheme } from '../app/theme.ts'
import { shortcut } from '../format/shortcut.ts'
import { locale, t } from '../i18n/t.ts'
import { Icon } from '../icons/icon.tsx'
import { IconButton } from '../icons/icon-button.tsx'
import { Mark } from '../icons/mark.tsx'
import { Wordmark } from '../icons/wordmark.tsx'
import { groupThreads } from './groups.ts'
import { ThreadRow } from './thread-row.tsx'

interface SidebarProps {
  currentId: string
  isDrawer: boolean
  /** Threads whose deletion can still be undone. */
  hidden: ReadonlySet<string>
  onDelete: (thread: ThreadSummary) => void
  /** Something did not work: it is to be told, in these words. */
  onFailure: (words: string) => void
  onNewChat: () => void
  onSearch: () => void
  onClose: () => void
  /** A thread was chosen: a drawer closes. */
  onChosen: () => void
}

/** The person's threads, and the way to a new one. */
export function Sidebar({ currentId, isDrawer, hidden, onDelete, onFailure, ...on }: SidebarProps) {
  const { onNewChat, onSearch, onClose, onChosen } = on
  const { threads, status, hasMore, list } = useThreadList()
  const user = useHello()?.user
  const { theme, next } = useTheme()
  const shown = threads.filter((thread) => !hidden.has(thread.id))

  return (
    <aside className={isDrawer ? 'sidebar drawer' : 'sidebar'} aria-label={t('sidebar.label')}>
      <div className="side-head">
        <span className="brand grow" role="img" aria-label="Chatwright">
          <Mark />
          <Wordmark />
        </span>
        <IconButton
          icon={PanelLeft}
          label={t('sidebar.close')}
          id={isDrawer ? undefined : 'sidebar-trigger-button'}
          onClick={onClose}
        />
      </div>
      <button type="button" className="side-new" id="new-chat-button" onClick={onNewChat}>
        <Icon of={SquarePen} />
        <span className="grow start">{t('chat.new')}</span>
        <kbd className="only-l">{shortcut(['mod', 'shift'], 'O')}</kbd>
      </button>
      <button type="button" className="side-new quiet" onClick={onSearch}>
        <Icon of={Search} />
        <span className="grow start">{t('sidebar.search')}</span>
        <kbd className="only-l">{shortcut(['mod'], 'K')}</kbd>
      </button>
      <nav className="threads" id="thread-history" aria-label={t('sidebar.history')} tabIndex={0}>
        {groupThreads(shown, Date.now(), locale).map((group) => (
          <div key={group.heading}>
            <h2>{group.heading}</h2>
            <ul>
              {group.threads.map((thread) => (
                <ThreadRow
                  key={thread.id}
                  thread={thread}
                  isCurrent={thread.id === currentId}
                  onOpen={onChosen}
                  onRename={(title) => {
                    list.rename(thread.id, title).catch(() => onFailure(t('thread.renameFailed')))
                  }}
                  onDelete={() => onDelete(thread)}
                />
              ))}
            </ul>
          </div>
        ))}
        {status === 'ready' && shown.length === 0 && <p className="threads-empty">{t('sidebar.empty')}</p>}
        {status === 'error' && <p className="threads-empty">{t('sidebar.failed')}</p>}
        {hasMore && (
          <button type="button" className="btn btn-ghost btn-s" onClick={() => list.more()}>
            {t('sidebar.more')}
          </button>
        )}
      </nav>
      <div className="side-foot">
        <span className="avatar" aria-hidden="true">
          {(user?.name ?? '').slice(0, 2).toUpperCase()}
        </span>
        <span className="who">
          <b>{user?.name}</b>
        </span>
        <IconButton icon={SunMoon} label={t(`theme.${theme}`)} id="theme-toggle" onClick={next} />
      </div>
    </aside>
  )
}
