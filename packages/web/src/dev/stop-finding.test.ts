import type { SettledRun } from '@chatwright/client'
import { describe, expect, it } from 'vitest'
import { findingOf, formatMs } from './stop-finding.ts'

const settled = (changes: Partial<SettledRun>): SettledRun => ({
  runId: '0',
  at: 1,
  stage: 'cooperative',
  elapsedMs: 40,
  abandoned: [],
  droppedFrames: 0,
  ...changes,
})

describe('what an author is told of a stop', () => {
  it('is nothing when all ended by itself within 250 ms', () => {
    expect(findingOf(settled({}), 'onMessage')).toBeNull()
    expect(findingOf(settled({ elapsedMs: 250, heldUp: [{ name: 'step a', ms: 240 }] }), 'onMessage')).toBeNull()
  })

  it('names what was slow, and leaves out what was not', () => {
    const heldUp = [
      { name: 'step hold (holdTickets, app.ts:7)', ms: 900 },
      { name: 'chat.sleep', ms: 30 },
    ]
    expect(findingOf(settled({ elapsedMs: 901, heldUp }), 'onMessage')).toMatchObject({
      verdict: 'slow',
      summary: 'It took 901 ms until all had ended.',
      heldUp: [{ name: 'step hold', place: 'holdTickets, app.ts:7', ms: 900, goesOn: false }],
    })
  })

  it('tells what goes on from what was ended', () => {
    const heldUp = [
      { name: 'step a', ms: 2_010 },
      { name: 'step b', ms: 700 },
      { name: 'onMessage, after chat.send', ms: 2_010 },
    ]
    const abandoned = ['step a', 'onMessage']
    const found = findingOf(
      settled({ stage: 'forced', elapsedMs: 2_010, abandoned, heldUp, droppedFrames: 3 }),
      'onMessage',
    )
    expect(found).toMatchObject({ verdict: 'abandoned', droppedFrames: 3 })
    expect(found?.heldUp.map(({ name, goesOn }) => [name, goesOn])).toEqual([
      ['step a', true],
      ['step b', false],
      ['onMessage, after chat.send', true],
    ])
  })

  it('names the handler that blocked when its worker had to go, and says when nothing has a name', () => {
    expect(findingOf(settled({ stage: 'killed', elapsedMs: 2_310 }), 'onMessage')).toMatchObject({
      verdict: 'killed',
      summary: 'onMessage blocked the event loop, so its worker was ended after 2.3 s.',
      heldUp: [{ name: 'onMessage', ms: 2_310 }],
    })
    expect(findingOf(settled({ stage: 'forced', elapsedMs: 300 }), 'onMessage')).toMatchObject({
      verdict: 'forced',
      heldUp: [],
    })
  })
})

it('formatMs', () => {
  expect([0.4, 84, 999.4, 1_000, 2_340].map(formatMs)).toEqual(['0 ms', '84 ms', '999 ms', '1.0 s', '2.3 s'])
})
