import { describe, expect, it } from 'vitest'
import { duration } from './time.ts'

describe('duration', () => {
  it.each([
    [0, false, '0 s'],
    [380, true, '0.4 s'],
    [12_400, false, '12 s'],
    [12_400, true, '12.4 s'],
    [59_999, false, '59 s'],
    [64_000, false, '1:04'],
    [3_600_000, true, '60:00'],
    [-5, false, '0 s'],
  ])('%i ms, exact %s: %s', (ms, isExact, text) => {
    expect(duration(ms, { isExact })).toBe(text)
  })
})
