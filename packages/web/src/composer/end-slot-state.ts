import type { StopPhase } from '@chatwright/client'

/** What stands at the end of the composer. There is never a run at work without a Stop. */
export type EndSlotState =
  | { slot: 'send'; isReady: boolean }
  | { slot: 'stop'; look: 'running' | 'stopping' | 'unconfirmed' | 'offline' | 'forcing'; mayQueue: boolean }

/** Chooses the end slot (look, "Composer and Stop"). */
export function endSlotState(input: { isBusy: boolean; canSend: boolean; phase: StopPhase['phase'] }): EndSlotState {
  const { isBusy, canSend, phase } = input
  if (!isBusy) return { slot: 'send', isReady: canSend }
  return { slot: 'stop', look: phase === 'idle' ? 'running' : phase, mayQueue: canSend }
}
