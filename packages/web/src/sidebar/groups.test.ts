import { newId, type ThreadSummary } from '@chatwright/protocol'
import { describe, expect, it } from 'vitest'
import { groupThreads } from './groups.ts'

const now = new Date(2026, 10, 25, 12).getTime()
const at = (daysAgo: number): ThreadSummary => ({
  id: newId(),
  title: 't',
  createdAt: 0,
  updatedAt: now - daysAgo * 86_400_000,
  activity: 'idle',
  openAsks: 0,
})

describe('groupThreads', () => {
  it('puts each thread under its heading, in order', () => {
    const groups = groupThreads([at(0), at(0.1), at(1), at(3), at(20), at(80)], now, 'en')
    expect(groups.map(({ heading, threads }) => [heading, threads.length])).toEqual([
      ['Today', 2],
      ['Yesterday', 1],
      ['Previous 7 days', 1],
      ['Previous 30 days', 1],
      ['September 2026', 1],
    ])
  })

  it('has nothing to say of no threads', () => {
    expect(groupThreads([], now, 'en')).toEqual([])
  })
})
