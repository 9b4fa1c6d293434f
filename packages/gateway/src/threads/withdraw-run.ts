import { endRun } from './end-run.ts'
import type { LiveRun } from './live-run.ts'
import type { Thread } from './thread.ts'

/** Takes back a message that waits for its turn, as if it had not been sent. Gives whether it still waited. */
export function withdrawRun(thread: Thread, run: LiveRun): boolean {
  if ((run.state !== 'queued' && run.state !== 'held') || !run.moveTo('stopping')) return false
  const { message } = run
  if (message) thread.append({ type: 'message-remove', runId: run.id, messageId: message.id })
  void endRun(thread, run, 'stopped').then(() => thread.runs.delete(run.id))
  return true
}
