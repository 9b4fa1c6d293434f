import type { ThreadSummary } from '@chatwright/protocol'
import { t } from '../i18n/t.ts'

/** Threads under one heading. */
export interface ThreadGroup {
  heading: string
  threads: ThreadSummary[]
}

const dayMs = 86_400_000

/** Groups threads, newest first, by when something was last said in them. `now`: milliseconds since 1970. */
export function groupThreads(threads: readonly ThreadSummary[], now: number, locale: string): ThreadGroup[] {
  const today = new Date(now).setHours(0, 0, 0, 0)
  const month = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' })
  const groups: ThreadGroup[] = []
  for (const thread of threads) {
    const heading = headingOf(thread.updatedAt, today, month)
    const last = groups.at(-1)
    if (last?.heading === heading) last.threads.push(thread)
    else groups.push({ heading, threads: [thread] })
  }
  return groups
}

function headingOf(at: number, today: number, month: Intl.DateTimeFormat): string {
  if (at >= today) return t('group.today')
  if (at >= today - dayMs) return t('group.yesterday')
  if (at >= today - 7 * dayMs) return t('group.week')
  if (at >= today - 30 * dayMs) return t('group.month')
  return month.format(at)
}
