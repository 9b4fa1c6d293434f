import { runState, type RunState } from '@chatwright/protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LiveRun } from './live-run.ts'

const ends: RunState[] = ['stopped', 'completed', 'failed', 'lost']

describe('LiveRun', () => {
  it('reaches at most one end, whatever is tried in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...runState.options), { maxLength: 30 }), (tries) => {
        const run = new LiveRun('r', 'message')
        const reached = tries.filter((next) => run.moveTo(next))
        expect(reached.filter((state) => ends.includes(state)).length).toBeLessThanOrEqual(1)
        if (run.hasEnded) expect(reached.at(-1)).toBe(run.state)
      }),
    )
  })

  it('lets a stop win over a completion that comes later, and the reverse', () => {
    const stopped = new LiveRun('a', 'message')
    expect([stopped.moveTo('running'), stopped.moveTo('stopping'), stopped.moveTo('completed')]).toEqual([
      true,
      true,
      false,
    ])
    const completed = new LiveRun('b', 'message')
    expect([completed.moveTo('running'), completed.moveTo('completed'), completed.moveTo('stopping')]).toEqual([
      true,
      true,
      false,
    ])
  })
})
