import { describe, expect, it } from 'vitest'
import { chart, type ChartTrace } from './chart.ts'

describe('ELEM-10: a figure', () => {
  const made = (trace: ChartTrace, layout = {}) => chart({ name: 'Chart', figure: { data: [trace], layout } })

  it('that is within itself, or nested too deep, is refused by name', () => {
    const ring: Record<string, unknown> = {}
    ring['ring'] = ring
    let deep: object = {}
    for (let level = 0; level < 100_000; level++) deep = { deep }
    for (const layout of [ring, deep]) {
      expect(() => made({ y: [1] }, layout)).toThrow(
        expect.objectContaining({ code: 'bad_option', message: expect.stringContaining('nested deeper than 32') }),
      )
    }
  })

  it('that is too long is refused, and one of 100,000 points is not', () => {
    expect(() => made({ y: new Float64Array(6_000_000) })).toThrow(
      expect.objectContaining({ code: 'bad_option', message: expect.stringContaining('over 10000000') }),
    )
    expect(() => made({ y: new Float64Array(100_000).fill(0.123_456) })).not.toThrow()
  })
})
