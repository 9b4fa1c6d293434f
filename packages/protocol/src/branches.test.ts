import { describe, expect, it } from 'vitest'
import { forkAt, onBranch, waysAt } from './branches.ts'
import type { Run } from './content/run.ts'

function run(id: string, branchId: string | null = null): Run {
  const asked = { messageId: null, actionId: null }
  const open = { startedAt: 0, endedAt: null, cause: null, notice: null, error: null }
  return { id, kind: 'message', state: 'completed', branchId, ...asked, ...open }
}

/** One, two, three; two is said anew twice (in x and y), and in y what follows is said anew as well (in z). */
const ways = {
  runs: [run('1'), run('2'), run('3'), run('2x', 'x'), run('3x', 'x'), run('2y', 'y'), run('3y', 'y'), run('3z', 'z')],
  branches: [
    { id: 'x', parentId: null, beforeRunId: '2' },
    { id: 'y', parentId: null, beforeRunId: '2' },
    { id: 'z', parentId: 'y', beforeRunId: '3y' },
  ],
  branchId: null,
}

const shown = (branchId: string | null) => ways.runs.map(({ id }) => id).filter(onBranch({ ...ways, branchId }))

describe('branches', () => {
  it.each([
    [null, ['1', '2', '3']],
    ['x', ['1', '2x', '3x']],
    ['y', ['1', '2y', '3y']],
    ['z', ['1', '2y', '3z']],
  ])('%s shows its own runs and what it shares with where it came from', (branchId, runs) => {
    expect(shown(branchId)).toEqual(runs)
  })

  it('shows everything where there are none, and what belongs to no run always', () => {
    const isShown = onBranch({ ...ways, branches: [], branchId: null })
    expect(['1', '3z', 'unheard of', null].map(isShown)).toEqual([true, true, true, true])
    expect(onBranch(ways)(null)).toBe(true)
  })

  it('makes sisters of branches that begin at the same place, whichever of them is said anew', () => {
    expect(forkAt(ways, '2')).toEqual({ parentId: null, beforeRunId: '2' })
    expect(forkAt(ways, '2x')).toEqual({ parentId: null, beforeRunId: '2' })
    expect(forkAt(ways, '3x')).toEqual({ parentId: 'x', beforeRunId: '3x' })
  })

  it('tells the ways at a run', () => {
    expect(waysAt(ways, '1')).toEqual([null])
    for (const id of ['2', '2x', '2y']) expect(waysAt(ways, id)).toEqual([null, 'x', 'y'])
    for (const id of ['3y', '3z']) expect(waysAt(ways, id)).toEqual(['y', 'z'])
  })
})
