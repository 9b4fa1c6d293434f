import { describe, expect, it } from 'vitest'
import { endSlotState } from './end-slot-state.ts'

describe('endSlotState', () => {
  it('offers Send only when nothing runs, and Stop whenever something does', () => {
    for (const phase of ['idle', 'stopping', 'unconfirmed', 'offline', 'forcing'] as const) {
      for (const canSend of [true, false]) {
        expect(endSlotState({ isBusy: true, canSend, phase }).slot).toBe('stop')
        expect(endSlotState({ isBusy: false, canSend, phase })).toEqual({ slot: 'send', isReady: canSend })
      }
    }
  })

  it('says how the stop stands', () => {
    expect(endSlotState({ isBusy: true, canSend: true, phase: 'idle' })).toMatchObject({
      look: 'running',
      mayQueue: true,
    })
    expect(endSlotState({ isBusy: true, canSend: false, phase: 'unconfirmed' })).toMatchObject({ look: 'unconfirmed' })
  })
})
