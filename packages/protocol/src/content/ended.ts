import type { RunState } from './run.ts'

/** The states that end a run: exactly one of them is reached, once. */
export const endedStates = ['stopped', 'completed', 'failed', 'lost'] as const
export type EndedState = (typeof endedStates)[number]

/** Whether a run in this state has ended. */
export function hasEnded(state: RunState): state is EndedState {
  return (endedStates as readonly RunState[]).includes(state)
}
