import { expect, it } from 'vitest'
import { describe as say } from '../chaos/report.ts'
import { storm } from '../chaos/storm.ts'

const app = new URL('../chaos/app/chaos.ts', import.meta.url)
/** One that is always the same, and one that nobody has seen. */
const seeds = [1, Math.floor(Math.random() * 1_000_000)]

it.each(seeds)(
  'chaos, seed %i: whatever happens, what must always be so is so',
  async (seed) => {
    console.log(`chaos: seed ${seed}; a longer run: npm run chaos -- --seed ${seed}`)
    const report = await storm({ app, seed, cycles: 160, atOnce: 32, mostFailures: 3 })
    expect(report.failures.map(say).join('\n\n')).toBe('')
    expect(report.cycles).toBe(160)
  },
  120_000,
)
