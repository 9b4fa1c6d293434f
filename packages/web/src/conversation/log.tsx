import { memo, useEffect, useRef, type ReactNode } from 'react'
import { flushSync } from 'react-dom'
import type { ThreadView, TimelineItem } from '@chatwright/client'
import { useSelected } from '@chatwright/client/react'
import { ArrowDown } from 'lucide-react'
import { PartNet } from '../app/part-net.tsx'
import { t } from '../i18n/t.ts'
import { Icon } from '../icons/icon.tsx'
import { waitingRuns } from '../queue/waiting-runs.ts'
import { hasMessage, onReveal } from './show-message.ts'
import { SaidRow } from './said-row.tsx'
import { TurnRow } from './turn-row.tsx'
import { useStickToEnd } from './use-stick-to-end.ts'
import { useTail } from './use-tail.ts'

interface LogProps {
  view: ThreadView
  items: readonly TimelineItem[]
  title: string
  /** Shown above the first item. */
  before?: ReactNode
  /** The dock; gets the button that leads to the end. */
  children(toEnd: { button: ReactNode; go(): void }): ReactNode
}

/** The conversation from its end. */
export function Log({ view, items, title, before, children }: LogProps) {
  const waitingIds = useSelected(view, ({ state }) =>
    waitingRuns(state)
      .map(({ id }) => id)
      .join(' '),
  )
  const content = useRef<HTMLDivElement>(null)
  const { scroll, isAtEnd, toEnd, onScroll } = useStickToEnd(content)
  const all = withoutWaiting(items, waitingIds)
  const { shown, hasEarlier, sentinel, reveal } = useTail(all, scroll)
  useEffect(() =>
    onReveal((messageId) => {
      const at = all.findIndex((item) => hasMessage(item, messageId))
      if (at >= 0) flushSync(() => reveal(at))
    }),
  )
  const button = isAtEnd ? null : (
    <button type="button" className="btn to-end" onClick={toEnd}>
      <Icon of={ArrowDown} isSmall />
      {t('log.toEnd')}
    </button>
  )
  return (
    <>
      <div
        className="scroll"
        id="log"
        ref={scroll}
        tabIndex={0}
        role="log"
        aria-label={t('log.label')}
        aria-live="off"
        onScroll={onScroll}
      >
        <div className="column log" ref={content}>
          <h1 className="sr">{title}</h1>
          {before}
          {hasEarlier && <div className="earlier" ref={sentinel} />}
          <Items items={shown} view={view} />
        </div>
      </div>
      {children({ button, go: toEnd })}
    </>
  )
}

/** What waits for its turn stands on the composer's edge and not in the conversation yet. */
function withoutWaiting(items: readonly TimelineItem[], waitingIds: string): readonly TimelineItem[] {
  return waitingIds === '' ? items : items.filter((item) => !(item.run && waitingIds.includes(item.run.id)))
}

const Items = memo(function Items({ items, view }: { items: readonly TimelineItem[]; view: ThreadView }) {
  return items.map((item) => (
    <PartNet key={item.id}>
      {item.type === 'said' ? <SaidRow said={item} view={view} /> : <TurnRow turn={item} view={view} />}
    </PartNet>
  ))
})
