import { hasEnded, onBranch, type Run, type ThreadState } from '@chatwright/protocol'

/** An answer that is being written on a way the conversation took before, where nobody sees it. */
export function workElsewhere(state: ThreadState): Run | undefined {
  if (state.branches.length === 0) return undefined
  const isShown = onBranch(state)
  return state.runs.findLast(
    (run) => !hasEnded(run.state) && run.state !== 'queued' && run.state !== 'held' && !isShown(run.id),
  )
}
