import { newId, type ThreadEvent } from '@chatwright/protocol'
import { expect, it } from 'vitest'
import { SettledRuns } from './settled-runs.ts'

const settled = (seq: number): ThreadEvent => ({
  type: 'run-settled',
  seq,
  at: 1,
  runId: newId(),
  stage: 'forced',
  elapsedMs: 5_000,
  abandoned: ['the handler'],
  droppedFrames: seq,
})

it('keeps the latest stops whose work is over, tells of each, and of nothing else', () => {
  const runs = new SettledRuns()
  let told = 0
  const off = runs.subscribe(() => told++)
  const before = runs.getSnapshot()
  runs.note([{ type: 'thread-update', seq: 1, at: 1, title: 'x' }])
  expect([told, runs.getSnapshot() === before]).toEqual([0, true])
  for (let seq = 2; seq < 32; seq++) runs.note([settled(seq)])
  expect(told).toBe(30)
  expect(runs.getSnapshot().map(({ droppedFrames }) => droppedFrames)).toEqual(
    Array.from({ length: 20 }, (_, index) => index + 12),
  )
  expect(runs.getSnapshot().at(-1)).toMatchObject({ stage: 'forced', abandoned: ['the handler'] })
  off()
})
