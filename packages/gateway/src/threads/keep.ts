import type { AppInfo } from '@chatwright/protocol'
import type { LiveRun } from './live-run.ts'
import type { Thread } from './thread.ts'

/**
 * How much of each message of a run stays when it is stopped, in characters: what the reader had on screen at `seenSeq`.
 * A message that is not named stays whole; 0 takes it back. The person's own message is never named.
 *
 * Without `seenSeq`, or when the log does not reach back to it, all that was sent stays.
 */
export function keepAtStop(
  thread: Thread,
  run: LiveRun,
  seenSeq: number | undefined,
  policy: AppInfo['keepOnStop'],
): Record<string, number> {
  const own = thread.state.messages.filter((message) => message.runId === run.id && message.id !== run.message?.id)
  if (policy === 'discard') return Object.fromEntries(own.map((message) => [message.id, 0]))
  const { seq } = thread.state
  if (policy === 'sent' || seenSeq === undefined || seenSeq >= seq || !thread.log.covers(seenSeq, seq)) return {}

  const unseen = new Map<string, number>()
  for (const event of thread.log.between(seenSeq, seq)) {
    if (!('messageId' in event) || event.runId !== run.id) continue
    const count = unseen.get(event.messageId) ?? 0
    if (event.type === 'message-start' || (event.type === 'message-end' && event.message)) {
      unseen.set(event.messageId, Number.POSITIVE_INFINITY)
    } else if (event.type === 'message-delta') {
      unseen.set(event.messageId, count + event.text.length)
    }
  }
  const keep: Record<string, number> = {}
  for (const message of own) {
    const missing = unseen.get(message.id)
    if (missing !== undefined && missing > 0) keep[message.id] = Math.max(0, message.text.length - missing)
  }
  return keep
}
