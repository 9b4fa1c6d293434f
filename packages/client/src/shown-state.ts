import { hasEnded, type Run, type ThreadState } from '@chatwright/protocol'
import { isSameList } from './keep-list.ts'
import type { PendingMessage } from './own-messages.ts'

/** One shown run for each run: it must be the same object each time. */
const stoppingRuns = new WeakMap<Run, Run>()

/** The state with stops in it that its events do not tell of yet: the reader's press, and those told of ahead. */
export function showStopping(state: ThreadState, runIds: readonly string[]): ThreadState {
  const isAhead = (run: Run) => runIds.includes(run.id) && run.state !== 'stopping' && !hasEnded(run.state)
  if (!state.runs.some(isAhead)) return state
  return { ...state, runs: state.runs.map((run) => (isAhead(run) ? stopping(run) : run)) }
}

function stopping(run: Run): Run {
  const shown = stoppingRuns.get(run) ?? { ...run, state: 'stopping' }
  stoppingRuns.set(run, shown)
  return shown
}

/**
 * The runs that have not ended, and those that were asked for and are on their way. A file that is looked at is none of them:
 * it has its own way to be broken off, and Stop does not come and go for it.
 */
export function openRunIds(state: ThreadState, pending: readonly PendingMessage[]): string[] {
  const isOpen = (run: Run): boolean => !hasEnded(run.state) && run.state !== 'held' && run.kind !== 'upload'
  const open = state.runs.filter(isOpen).map((run) => run.id)
  for (const { runId, delivery } of pending) {
    if (delivery !== 'failed' && !state.runs.some((run) => run.id === runId)) open.push(runId)
  }
  return open
}

/** The runs that Stop is for: those at work, or those that wait when none is. */
export function runIdsToStop({ state, openRunIds }: { state: ThreadState; openRunIds: readonly string[] }): string[] {
  const waiting = new Set(state.runs.filter((run) => run.state === 'queued').map((run) => run.id))
  const working = openRunIds.filter((id) => !waiting.has(id))
  return working.length > 0 ? working : [...openRunIds]
}

/** Whether two states show the same. */
export function isSameState(a: ThreadState, b: ThreadState): boolean {
  return (
    a.seq === b.seq &&
    a.title === b.title &&
    a.messages === b.messages &&
    a.steps === b.steps &&
    a.asks === b.asks &&
    a.actions === b.actions &&
    a.taskLists === b.taskLists &&
    a.elements === b.elements &&
    a.panels === b.panels &&
    a.branches === b.branches &&
    a.branchId === b.branchId &&
    isSameList(a.runs, b.runs)
  )
}
