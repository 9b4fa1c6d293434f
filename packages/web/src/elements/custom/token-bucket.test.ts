import { afterEach, expect, it, vi } from 'vitest'
import { TokenBucket } from './token-bucket.ts'

afterEach(() => {
  vi.useRealTimers()
})

/** How many of `tries` are let through. */
function taken(bucket: TokenBucket, tries: number): number {
  return Array.from({ length: tries }, () => bucket.take()).filter(Boolean).length
}

it('lets through what it holds, then as much as comes in, and never saves up more than it holds', () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  const bucket = new TokenBucket({ most: 5, perSecond: 10 })
  expect(taken(bucket, 20)).toBe(5)
  vi.advanceTimersByTime(200)
  expect(taken(bucket, 20)).toBe(2)
  // Less than one is none, and is not lost.
  vi.advanceTimersByTime(60)
  expect(taken(bucket, 1)).toBe(0)
  vi.advanceTimersByTime(60)
  expect(taken(bucket, 20)).toBe(1)
  vi.advanceTimersByTime(60_000)
  expect(taken(bucket, 20)).toBe(5)
})
