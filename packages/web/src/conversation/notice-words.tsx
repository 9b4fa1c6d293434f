import { createElement, useEffect, useState } from 'react'
import type { Turn } from '@chatwright/client'
import { pickText } from '@chatwright/protocol'
import { duration } from '../format/time.ts'
import { locale, t } from '../i18n/t.ts'

const ownTag = 'chatwright-stop-notice'

/** What the reader is told of a stop, or null for silence. */
export function noticeWords({ notice, startedAt, endedAt }: Turn): string | null {
  if (!notice) return null
  if (notice.text !== undefined) return pickText(notice.text, locale)
  const ms = (endedAt ?? startedAt) - startedAt
  return ms < 1_000 ? t('stop.stopped') : t('stop.stoppedAfter', { time: duration(ms) })
}

/**
 * The words of a stop. An app's owner can give them another look: by the part `stop-notice` in CSS, or by defining the
 * element `<chatwright-stop-notice>`, which then stands in their place with the words inside.
 */
export function NoticeWords({ turn, words }: { turn: Turn; words: string }) {
  const isOwn = useOwnElement()
  const { notice, run, startedAt, endedAt } = turn
  const facts = {
    'data-text': words,
    'data-by': notice?.by,
    'data-cause': run?.cause,
    'data-elapsed-ms': (endedAt ?? startedAt) - startedAt,
  }
  return createElement(
    isOwn ? ownTag : 'div',
    { className: 'said', part: 'stop-notice', ...(isOwn ? facts : {}) },
    notice?.author !== undefined && <b>{notice.author}: </b>,
    words,
  )
}

/** Whether the app's owner has defined the element; it may be defined at any time. */
function useOwnElement(): boolean {
  const [isDefined, setIsDefined] = useState(() => customElements.get(ownTag) !== undefined)
  useEffect(() => {
    if (!isDefined) void customElements.whenDefined(ownTag).then(() => setIsDefined(true))
  }, [isDefined])
  return isDefined
}
