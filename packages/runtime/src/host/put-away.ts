import { ChatwrightError } from '@chatwright/protocol'
import type { LiveChat } from '../chat/live-chat.ts'
import type { Deferred, PutAway } from '../run/cleanup.ts'
import { within } from '../run/clock.ts'
import type { Run } from '../run/run.ts'
import { describeFailure } from './failure.ts'
import { patience } from './host-parts.ts'

/** Runs a run's clean-up entries: shielded, each with a deadline of its own, failures only logged. */
export function putAwayOf(run: Run, chat: LiveChat): PutAway {
  return async (entry) => {
    const lane = run.openLane('cleanup')
    const label = typeof entry === 'function' && entry.name !== '' ? `defer ${entry.name}` : 'defer'
    const working = (async () => chat.in(lane).enter(() => dispose(entry, lane.signal)))()
    run.ledger.hold(label, working)
    try {
      const outcome = await within(run.clock, patience.cleanupMs, working)
      if (outcome.late) run.log('error', `${label} took longer than ${patience.cleanupMs} ms.`, { runId: run.id })
    } catch (error) {
      run.log('error', `${label} failed: ${describeFailure(error, false).detail}`, { runId: run.id })
    }
    const over = new ChatwrightError('run_ended', 'The time for this clean-up is over.')
    lane.interrupt(over)
    lane.abort(over)
  }
}

async function dispose(entry: Deferred, signal: AbortSignal): Promise<void> {
  if (typeof entry === 'function') await entry(signal)
  else if (Symbol.asyncDispose in entry) await entry[Symbol.asyncDispose]()
  else entry[Symbol.dispose]()
}
