import { readdirSync } from 'node:fs'
import { stopAtEveryCheckpoint, type StopEverywhereOptions } from 'chatwright/testing'
import { describe, expect, it } from 'vitest'

const examples = new URL('../../examples/', import.meta.url)

/** What to say to each example. */
const talks: Record<string, StopEverywhereOptions[]> = {
  hello: [{ say: 'anyone there?' }],
  steps: [{ say: 'owls' }],
  stop: [{ say: 'go', most: 40 }],
  state: [{ say: 'bread' }],
  tour: [{ say: 'steps' }, { say: 'state' }],
  assistant: [],
}

describe('the examples', () => {
  for (const [name, scripts] of Object.entries(talks)) {
    for (const script of scripts) {
      it(`${name}: ${script.say}`, async () => {
        const report = await stopAtEveryCheckpoint(new URL(`${name}/app.ts`, examples), script)
        console.log(
          name,
          report.checkpoints.length,
          report.elapsedMs,
          report.checkpoints.map((c) => `${c.name} ${c.at}`).slice(0, 12),
        )
      })
    }
  }
})
