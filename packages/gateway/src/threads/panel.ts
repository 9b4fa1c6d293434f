import type { FromHost, ThreadState } from '@chatwright/protocol'
import type { LiveRun } from './live-run.ts'
import type { Thread } from './thread.ts'

/** Whether the side panel is open under this key; never without one. */
export function isOpenUnder({ panels }: ThreadState, key: string | null | undefined): boolean {
  const [panel] = panels
  return panel?.isOpen === true && typeof key === 'string' && panel.key === key
}

/**
 * A run opens the panel under a key. Where it is open under that it comes to the front, with what it shows; else the run
 * hears that it has to say what that is. Decided here, where all runs of the thread meet, whatever host they are in.
 */
export function reopenPanel(
  thread: Thread,
  run: LiveRun,
  { requestId, key, title, layout }: Extract<FromHost, { type: 'panel-reopen' }>,
): void {
  const wasOpen = run.isOpen && isOpenUnder(thread.state, key)
  const change = { ...(title === undefined ? {} : { title }), ...(layout === undefined ? {} : { layout }) }
  if (wasOpen) thread.append({ type: 'panel-open', runId: run.id, key, ...change })
  run.lane?.post({ type: 'panel-reopened', runId: run.id, requestId, wasOpen })
}
