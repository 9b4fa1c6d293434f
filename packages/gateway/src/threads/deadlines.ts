import type { Thread } from './thread.ts'

/** A timer that waits longer goes off at once; what is due later is looked at again. */
const longestMs = 2 ** 31 - 1

/** Ends a question in `ms` milliseconds unless it is disarmed before; what was armed for it until now is not any more. */
export function armAsk(thread: Thread, askId: string, ms: number, onDue: () => void): void {
  disarmAsk(thread, askId)
  const due = ms > longestMs ? () => armAsk(thread, askId, ms - longestMs, onDue) : onDue
  thread.askTimers.set(askId, setTimeout(due, Math.min(Math.max(0, ms), longestMs)).unref())
}

export function disarmAsk(thread: Thread, askId: string): void {
  clearTimeout(thread.askTimers.get(askId))
  thread.askTimers.delete(askId)
}

/** The thread is let go: what is open is looked at when it is taken up again. */
export function disarmAsks(thread: Thread): void {
  for (const askId of thread.askTimers.keys()) disarmAsk(thread, askId)
}
