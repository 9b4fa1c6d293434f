import { useEffect } from 'react'
import type { ThreadView } from '@chatwright/client'
import { useAppError, useThread, useThreadSnapshot, useThreadStatus, useTimeline } from '@chatwright/client/react'
import { AppErrorCard } from '../app/app-error-card.tsx'
import { Dock } from '../composer/dock.tsx'
import { t } from '../i18n/t.ts'
import { Welcome } from '../welcome/welcome.tsx'
import { LiveRegion } from './live-region.tsx'
import { Log } from './log.tsx'
import { Missing, Skeleton } from './placeholder.tsx'
import { Tab } from './tab.tsx'

interface ConversationProps {
  threadId: string
  /** The person said something here. */
  onSaid: () => void
  onNewChat: () => void
  /** The view that is shown, for what stands outside it. */
  onView: (view: ThreadView) => void
}

/** One thread: its log and its composer. */
export function Conversation({ threadId, onSaid, onNewChat, onView }: ConversationProps) {
  const view = useThread(threadId)
  const status = useThreadStatus(view)
  const items = useTimeline(view)
  const appError = useAppError()
  useEffect(() => onView(view), [view, onView])

  if (status === 'missing') return <Missing onNewChat={onNewChat} />
  if (status === 'error') return <Broken view={view} onNewChat={onNewChat} />
  const card = appError && <AppErrorCard error={appError} />
  const isEmpty = items.every((item) => item.type === 'turn' && item.messages.length === 0 && item.steps.length === 0)

  return (
    <>
      <Tab view={view} />
      <LiveRegion view={view} />
      {status === 'loading' ? (
        <Skeleton />
      ) : isEmpty ? (
        <Welcome view={view} onSent={onSaid} before={card} />
      ) : (
        <Log view={view} items={items} title={t('log.label')} before={card}>
          {({ button, go }) => (
            <Dock
              view={view}
              onSent={() => {
                onSaid()
                go()
              }}
            >
              {button}
            </Dock>
          )}
        </Log>
      )}
    </>
  )
}

function Broken({ view, onNewChat }: { view: ThreadView; onNewChat: () => void }) {
  const { error } = useThreadSnapshot(view)
  return <Missing title={t('chat.broken')} hint={error?.message ?? ''} onNewChat={onNewChat} />
}
