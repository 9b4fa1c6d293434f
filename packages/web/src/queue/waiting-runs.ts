import { hasEnded, type Run, type ThreadState } from '@chatwright/protocol'

/** What is held back, and what is queued behind something that is at work. */
export function waitingRuns({ runs }: ThreadState): Run[] {
  const isWorking = runs.some(({ state }) => !hasEnded(state) && state !== 'queued' && state !== 'held')
  return runs.filter(
    ({ state, messageId }) => messageId !== null && (state === 'held' || (state === 'queued' && isWorking)),
  )
}
