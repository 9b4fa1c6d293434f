import { ChatwrightError, type CallOutcome, type Output, type PageCall } from '@chatwright/protocol'
import { dropDeadline, setDeadline } from './deadlines.ts'
import type { LiveRun } from './live-run.ts'
import type { Thread } from './thread.ts'

/**
 * Functions of the page that runs wait for. Every page that shows the thread hears of a call; the first that takes it runs
 * the function, and the others do not. When that page goes before it has answered, the call is put up again.
 */

/** A run put up a call, or does without. */
export function followCall(thread: Thread, run: LiveRun, output: Extract<Output, { callId: string }>): void {
  const { callId } = output
  if (output.type === 'call-end') return forget(thread, callId)
  const { calledAt, expiresAt } = output.call
  const expire = (): void => {
    const wasTaken = thread.callHolders.has(callId)
    if (findCall(thread, callId)) conclude(thread, run, callId, { status: 'expired', wasTaken })
  }
  // Both are the host's times, which may be another clock than this one's.
  if (expiresAt !== null) setDeadline(thread, callId, expiresAt - calledAt, expire)
}

/** A page wants to run the function. Gives whether it may. Throws `call_closed` when nobody waits for it any more. */
export function takeCall(thread: Thread, callId: string, page: string): boolean {
  requireCall(thread, callId)
  const holder = thread.callHolders.get(callId) ?? page
  thread.callHolders.set(callId, holder)
  return holder === page
}

/** What came of the function, from the page that has it. Throws `call_closed` for all others. */
export function endCall(thread: Thread, callId: string, page: string, outcome: CallOutcome): void {
  const { runId } = requireCall(thread, callId)
  const run = thread.runs.get(runId)
  if (thread.callHolders.get(callId) !== page || !run?.isOpen) throw callClosed()
  conclude(thread, run, callId, outcome)
}

/** A page does not show the thread any more: what it had taken is for others again. */
export function giveUpCalls(thread: Thread, page: string): void {
  for (const call of thread.state.calls) {
    if (thread.callHolders.get(call.id) !== page) continue
    thread.callHolders.delete(call.id)
    thread.append({ type: 'call-start', runId: call.runId, callId: call.id, call: { ...call } })
  }
}

/** The run is over, or being stopped: what it waits for is gone with the next event. */
export function forgetCalls(thread: Thread, runId: string): void {
  for (const call of thread.state.calls) if (call.runId === runId) forget(thread, call.id)
}

function conclude(thread: Thread, run: LiveRun, callId: string, outcome: CallOutcome): void {
  forget(thread, callId)
  thread.append({ type: 'call-end', runId: run.id, callId })
  run.lane?.post({ type: 'call-over', runId: run.id, callId, ...outcome })
}

function forget(thread: Thread, callId: string): void {
  dropDeadline(thread, callId)
  thread.callHolders.delete(callId)
}

function findCall(thread: Thread, callId: string): PageCall | undefined {
  return thread.state.calls.find(({ id }) => id === callId)
}

function requireCall(thread: Thread, callId: string): PageCall {
  const call = findCall(thread, callId)
  if (!call) throw callClosed()
  return call
}

function callClosed(): ChatwrightError {
  return new ChatwrightError('call_closed', 'Nobody waits for this call any more.')
}
