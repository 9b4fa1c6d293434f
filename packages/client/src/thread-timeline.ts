import type { Observable } from './cell.ts'
import { createTimeline } from './create-timeline.ts'
import type { ThreadSnapshot } from './thread-snapshot.ts'
import type { TimelineItem } from './timeline.ts'

/** The timeline of a thread, worked out when somebody asks for it and the thread has changed. */
export function timelineOf(thread: Observable<ThreadSnapshot>): Observable<readonly TimelineItem[]> {
  const select = createTimeline()
  let from: ThreadSnapshot | null = null
  let items: readonly TimelineItem[] = []
  return {
    subscribe: thread.subscribe,
    getSnapshot: () => {
      const snapshot = thread.getSnapshot()
      if (snapshot !== from) {
        const { state, pending, stop } = snapshot
        items = select({ state, pending, stoppingRunIds: stop.phase === 'idle' ? [] : stop.runIds })
        from = snapshot
      }
      return items
    },
  }
}
