import type { Branch } from './content/branch.ts'
import type { ThreadState } from './state.ts'

type Ways = Pick<ThreadState, 'runs' | 'branches' | 'branchId'>

/**
 * Tells of each run whether it belongs to a way the conversation took: to its branch, or to what that shares with the
 * branches it came from. What belongs to no run is on every way.
 */
export function onBranch(
  { runs, branches, branchId }: Ways,
  wanted: string | null = branchId,
): (runId: string | null) => boolean {
  if (branches.length === 0) return () => true
  const shown = new Set<string>()
  const indexOf = new Map(runs.map((run, index) => [run.id, index]))
  let end = runs.length
  for (let at: string | null = wanted; ;) {
    for (const run of runs.slice(0, end)) if (run.branchId === at) shown.add(run.id)
    const branch: Branch | undefined = at === null ? undefined : branches.find(({ id }) => id === at)
    if (!branch) break
    end = Math.min(end, indexOf.get(branch.beforeRunId) ?? end)
    at = branch.parentId
  }
  return (runId) => runId === null || !indexOf.has(runId) || shown.has(runId)
}

/** Where a run forks: the branch that goes on with another run in its place would begin like this. */
export function forkAt({ runs, branches }: Ways, runId: string): Omit<Branch, 'id'> {
  const branchId = runs.find((run) => run.id === runId)?.branchId ?? null
  const branch = branches.find(({ id }) => id === branchId)
  const first = runs.find((run) => run.branchId === branchId)
  // The first run of a branch stands where the branch forked: another one in its place is its sister.
  if (branch && first?.id === runId) return { parentId: branch.parentId, beforeRunId: branch.beforeRunId }
  return { parentId: branchId, beforeRunId: runId }
}

/** The branches one can take at a run, oldest first, its own among them; one alone when there is no other way. */
export function waysAt(ways: Ways, runId: string): (string | null)[] {
  const fork = forkAt(ways, runId)
  const sisters = ways.branches.filter(
    ({ parentId, beforeRunId }) => parentId === fork.parentId && beforeRunId === fork.beforeRunId,
  )
  return [fork.parentId, ...sisters.map(({ id }) => id)]
}
