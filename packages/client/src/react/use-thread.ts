import { useCallback, useEffect } from 'react'
import type { Message, Run } from '@chatwright/protocol'
import type { StopPhase } from '../stop-phase.ts'
import type { StopSource } from '../stop-press.ts'
import type { ThreadSnapshot } from '../thread-snapshot.ts'
import type { ThreadView } from '../thread-view.ts'
import type { TimelineItem } from '../timeline.ts'
import { useClient, useObservable, useSelected } from './client-context.tsx'

/** The view of a thread, open for as long as the component is there. For a new thread: `client.newThread().id`. */
export function useThread(threadId: string): ThreadView {
  const view = useClient().thread(threadId)
  useEffect(() => view.open(), [view])
  return view
}

/** All of a thread as it is shown. Renders at each change; prefer the hooks that take a part. */
export function useThreadSnapshot(view: ThreadView): ThreadSnapshot {
  return useObservable(view)
}

/** Whether the thread is there. */
export function useThreadStatus(view: ThreadView): ThreadSnapshot['status'] {
  return useSelected(view, (snapshot) => snapshot.status)
}

/** What a reader sees of the thread, from top to bottom; items that did not change are the same objects. */
export function useTimeline(view: ThreadView): readonly TimelineItem[] {
  return useObservable(view.timeline)
}

/** The thread's messages in the order in which they appeared. */
export function useMessages(view: ThreadView): readonly Message[] {
  return useSelected(view, (snapshot) => snapshot.state.messages)
}

/** A run of the thread, or undefined while it is not there. */
export function useRun(view: ThreadView, runId: string): Run | undefined {
  return useSelected(view, (snapshot) => snapshot.state.runs.findLast((run) => run.id === runId))
}

/** What a Stop control needs. */
export interface StopControl {
  /** Whether something is at work, so that the control is shown. */
  isShown: boolean
  phase: StopPhase
  /** Stops all that is open, or one run. Pressed again while stopping, it ends the work by force. */
  stop(source: StopSource, runId?: string): void
}

/** The Stop control of a thread. `stop` keeps its identity. */
export function useStop(view: ThreadView): StopControl {
  const isShown = useSelected(view, (snapshot) => snapshot.openRunIds.length > 0)
  const phase = useSelected(view, (snapshot) => snapshot.stop)
  const stop = useCallback(
    (source: StopSource, runId?: string) => view.stop({ source, ...(runId === undefined ? {} : { runId }) }),
    [view],
  )
  return { isShown, phase, stop }
}
