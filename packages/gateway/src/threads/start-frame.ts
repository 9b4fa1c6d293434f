import { onBranch, type Message, type ToHost } from '@chatwright/protocol'
import type { LiveRun } from './live-run.ts'
import type { Thread } from './thread.ts'

/** What a host is told of a run. Null while nobody was there whose chat it could be. */
export function startFrame(thread: Thread, run: LiveRun, slot: number): Extract<ToHost, { type: 'start' }> | null {
  if (!thread.chat) return null
  return {
    type: 'start',
    runId: run.id,
    kind: run.kind,
    slot,
    chat: thread.chat,
    message: run.message,
    history: historyOf(thread, run),
    state: thread.values,
    ...(run.subject.action ? { action: run.subject.action } : {}),
    ...(run.subject.stopped ? { stopped: run.subject.stopped } : {}),
    ...(run.subject.reason ? { reason: run.subject.reason } : {}),
  }
}

/** The messages on the way that the run's branch took. */
function historyOf({ state }: Thread, run: LiveRun): Message[] {
  const isShown = onBranch(state, run.branchId)
  return state.messages.filter((message) => isShown(message.runId))
}
