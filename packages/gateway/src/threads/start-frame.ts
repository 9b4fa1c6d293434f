import type { ToHost } from '@chatwright/protocol'
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
    history: thread.state.messages,
    state: thread.values,
    ...(run.reason ? { reason: run.reason } : {}),
  }
}
