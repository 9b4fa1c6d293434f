import { useEffect, useRef, useState } from 'react'
import type { ThreadView, Turn, TurnStatus } from '@chatwright/client'
import { useTimeline } from '@chatwright/client/react'
import { t } from '../i18n/t.ts'
import { saidAnything } from './show-message.ts'
import { noticeWords } from './notice-words.tsx'

/** Tells a screen reader, once and politely, that an answer has ended and how. Says nothing of what was over before. */
export function LiveRegion({ view }: { view: ThreadView }) {
  const timeline = useTimeline(view)
  const known = useRef(new Map<string, TurnStatus>())
  const [words, setWords] = useState('')

  useEffect(() => {
    for (const item of timeline.slice(-8)) {
      if (item.type !== 'turn') continue
      const before = known.current.get(item.id)
      known.current.set(item.id, item.status)
      if (before === undefined || before === item.status) continue
      const spoken = item.status === 'waiting' ? asking(item) : ending(item)
      if (spoken !== null) setWords(spoken)
    }
  }, [timeline])

  return (
    <span className="sr" role="status" id="live-region">
      {words}
    </span>
  )
}

function asking({ author, messages }: Turn): string {
  return t('turn.asks', { author: author ?? '', question: messages.at(-1)?.text ?? '' })
}

function ending(turn: Turn): string | null {
  switch (turn.status) {
    case 'completed':
      return saidAnything(turn) ? t('turn.finished') : null
    case 'stopped': {
      if (turn.notice?.text !== undefined) return noticeWords(turn)
      const seconds = Math.round(((turn.endedAt ?? turn.startedAt) - turn.startedAt) / 1_000)
      return turn.notice === null || seconds < 1 ? t('stop.stopped') : t('stop.spokenAfter', { seconds })
    }
    case 'failed':
    case 'lost':
      return turn.error?.message ?? t('turn.lost')
    default:
      return null
  }
}
