import type { PublicError, ThreadState } from '@chatwright/protocol'
import type { PendingMessage } from './own-messages.ts'
import type { StopPhase } from './stop-phase.ts'

/**
 * A thread as it is shown. Its parts keep their identity while they do not change.
 *
 * - `status`: `loading` until the server has answered once; `missing`: there is no such thread, or no longer; `error`:
 *   it could not be opened, see `error`
 * - `state`: messages, steps and runs. A run that the reader has stopped says `stopping` from the press on
 * - `pending`: what the person said and `state` does not have yet
 * - `openRunIds`: runs that have not ended, the ones just asked for included: while there are any, Stop is shown
 * - `stop`: how a press of Stop stands
 */
export interface ThreadSnapshot {
  status: 'loading' | 'ready' | 'missing' | 'error'
  error: PublicError | null
  state: ThreadState
  pending: readonly PendingMessage[]
  openRunIds: readonly string[]
  stop: StopPhase
}
