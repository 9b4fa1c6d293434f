import type { AppInfo, Message } from '@chatwright/protocol'
import type { LiveRun } from './live-run.ts'
import type { Thread } from './thread.ts'

/** What of a stopped run's messages stays; see the event `run-stopping`. */
export interface Kept {
  keep: Record<string, number>
  putBack: Record<string, string>
}

/**
 * How much of each message of a run stays when it is stopped: what the reader had on screen at `seenSeq`. A message that
 * is not named stays whole. What the person said, answers to questions included, is never named, nor is a question that
 * they answered: the files they gave are its elements.
 *
 * Without `seenSeq`, or where the log does not reach back far enough to tell, all that was sent stays: a wrong cut would
 * lose text.
 */
export function keepAtStop(
  thread: Thread,
  run: LiveRun,
  seenSeq: number | undefined,
  policy: AppInfo['keepOnStop'],
): Kept {
  const kept: Kept = { keep: {}, putBack: {} }
  const { asks } = thread.state
  const answered = new Set(asks.flatMap(({ status, messageId }) => (status === 'answered' ? [messageId] : [])))
  const own = thread.state.messages.filter((message) => isOfApp(thread, run, message) && !answered.has(message.id))
  if (policy === 'discard') {
    for (const message of own) {
      if (message.firstRunId === undefined) kept.keep[message.id] = 0
      else keepSeen(thread, message, lastBefore(thread, run, message.id), kept)
    }
    return kept
  }
  const { seq } = thread.state
  if (policy === 'sent' || seenSeq === undefined || seenSeq >= seq || !thread.log.covers(seenSeq, seq)) return kept
  const changed = new Set<string>()
  for (const event of thread.log.between(seenSeq, seq)) if ('messageId' in event) changed.add(event.messageId)
  for (const message of own) if (changed.has(message.id)) keepSeen(thread, message, seenSeq, kept)
  return kept
}

/** Whether the run's code said it: not what the person asked it, nor what they answered. */
export function isOfApp({ state }: Thread, run: LiveRun, message: Message): boolean {
  if (message.runId !== run.id || message.id === run.message?.id) return false
  const isAnswer = state.asks.some(({ answer }) => answer?.type === 'text' && answer.messageId === message.id)
  return !isAnswer
}

function keepSeen(thread: Thread, message: Message, seenSeq: number, { keep, putBack }: Kept): void {
  const seen = textAt(thread, message, seenSeq)
  if (seen === null || seen === message.text) return
  if (message.text.startsWith(seen)) keep[message.id] = seen.length
  else putBack[message.id] = seen
}

/** The number before that of the first thing a run did to a message; what an earlier run said is not its to take back. */
function lastBefore(thread: Thread, { id: runId }: LiveRun, messageId: string): number {
  const events = thread.log.between(0, thread.state.seq)
  const first = events.find((event) => 'messageId' in event && event.messageId === messageId && event.runId === runId)
  return first ? first.seq - 1 : thread.state.seq
}

/** A message's text as it was at a number, from the log: '' when it was not there yet, null when the log cannot tell. */
function textAt(thread: Thread, { id: messageId, createdAt }: Message, seq: number): string | null {
  const events = thread.log
    .between(0, thread.state.seq)
    .filter((event) => 'messageId' in event && event.messageId === messageId)
  let text: string | null = null
  // One that was there before this, which the log does not reach back to, keeps the time of the first.
  const isFirst = (sent: Message): boolean => sent.createdAt <= createdAt
  for (const event of events) {
    const isSeen = event.seq <= seq
    switch (event.type) {
      case 'message-start':
        if (isSeen) text = event.message.text
        else if (text === null) return isFirst(event.message) ? '' : null
        break
      case 'message-end':
        if (event.message && isSeen) text = event.message.text
        else if (event.message && text === null) return isFirst(event.message) ? '' : null
        break
      case 'message-update':
        if (isSeen && event.patch.text !== undefined) text = event.patch.text
        break
      case 'message-delta':
        if (isSeen && text !== null) text += event.text
        break
      default:
        break
    }
    if (!isSeen) return text
  }
  return text
}
