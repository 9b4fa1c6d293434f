import type { Thread } from './thread.ts'

/** A timer that waits longer goes off at once; what is due later is looked at again. */
const longestMs = 2 ** 31 - 1

/**
 * Calls `onDue` in `ms` milliseconds unless the deadline is dropped before. `id`: of the question or the call that it ends;
 * what was set for it until now is not any more.
 */
export function setDeadline(thread: Thread, id: string, ms: number, onDue: () => void): void {
  dropDeadline(thread, id)
  const due = ms > longestMs ? () => setDeadline(thread, id, ms - longestMs, onDue) : onDue
  thread.deadlines.set(id, setTimeout(due, Math.min(Math.max(0, ms), longestMs)).unref())
}

export function dropDeadline(thread: Thread, id: string): void {
  clearTimeout(thread.deadlines.get(id))
  thread.deadlines.delete(id)
}

/** The thread is let go: what is open is looked at when it is taken up again. */
export function dropDeadlines(thread: Thread): void {
  for (const id of thread.deadlines.keys()) dropDeadline(thread, id)
}
