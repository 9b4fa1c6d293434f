import type { Output } from '@chatwright/protocol'
import type { LaneSink, RunFrame } from '../hosts/lane.ts'
import { followAsk } from './asks.ts'
import { followCall } from './calls.ts'
import { endRun } from './end-run.ts'
import type { LiveRun } from './live-run.ts'
import { reopenPanel } from './panel.ts'
import { startFrame } from './start-frame.ts'
import { loseRun } from './stop-run.ts'
import type { Thread } from './thread.ts'

/**
 * Whether a run must wait for others of its thread to end. Everything waits for the chat to be set up; else only what a
 * person said waits in line.
 */
export function mustWait(thread: Thread, run: LiveRun): boolean {
  if (run.kind !== 'setup' && isBeingSetUp(thread)) return true
  if (run.subject.feedback) return isBehindSame(thread, run, run.subject.feedback.id)
  if (run.kind !== 'message' || thread.app?.whileRunning === 'parallel') return false
  for (const other of thread.runs.values()) {
    if (other === run) return false
    if (!other.hasEnded && other.state !== 'stopping' && other.state !== 'held' && isTurn(other)) return true
  }
  return false
}

/** What was said of one answer is heard in its order. */
function isBehindSame(thread: Thread, run: LiveRun, feedbackId: string): boolean {
  for (const other of thread.runs.values()) {
    if (other === run) return false
    if (!other.hasEnded && other.state !== 'stopping' && other.subject.feedback?.id === feedbackId) return true
  }
  return false
}

/** Whether the app is being asked what it offers the person of this chat. */
export function isBeingSetUp(thread: Thread): boolean {
  return thread.openRuns.some((run) => run.kind === 'setup' && run.state !== 'stopping')
}

/** Runs that take turns: what is said to the person comes from one at a time. */
export function isTurn(run: LiveRun): boolean {
  return run.kind === 'message' || run.kind === 'continue' || run.kind === 'start' || run.kind === 'resume'
}

/** Records a run; `startNext` starts it, at once or when its turn comes. */
export function recordRun(thread: Thread, run: LiveRun): void {
  thread.runs.set(run.id, run)
  if (run.subject.branchId === undefined) run.branchId = thread.state.branchId
  thread.append({
    type: 'run-start',
    runId: run.id,
    run: {
      id: run.id,
      kind: run.kind,
      state: 'queued',
      messageId: run.message?.id ?? null,
      actionId: run.subject.action?.id ?? null,
      branchId: run.branchId,
      startedAt: Date.now(),
      endedAt: null,
      cause: null,
      notice: null,
      error: null,
    },
  })
}

/** Starts every queued run whose turn has come. */
export function startNext(thread: Thread): void {
  for (const run of thread.runs.values()) {
    if (run.isUnplaced && !mustWait(thread, run)) start(thread, run)
  }
}

function start(thread: Thread, run: LiveRun): void {
  const { pool, app, appFailure } = thread.services
  if (appFailure !== null) {
    void endRun(thread, run, 'failed', { error: { code: 'app_failed', message: appFailure } })
    return
  }
  if (app && !app.handles.includes(run.kind)) {
    run.moveTo('running')
    void endRun(thread, run, 'completed')
    return
  }
  const lane = app && thread.chat ? pool.openLane(thread.id, run.id, sinkFor(thread, run)) : null
  const frame = lane && startFrame(thread, run, lane.slot)
  if (!frame) {
    pool.whenReady(() => startNext(thread))
    return
  }
  run.lane = lane
  run.startedAt = performance.now()
  if (run.moveTo('running')) thread.append({ type: 'run-update', runId: run.id, state: 'running' })
  thread.services.logger.debug({ threadId: thread.id, runId: run.id, kind: run.kind }, 'run started')
  lane.post(frame)
}

/** Where a run's host sends what it says of it. */
function sinkFor(thread: Thread, run: LiveRun): LaneSink {
  return {
    threadId: thread.id,
    kind: run.kind,
    onOutput: (output: Output) => {
      const isTaken = thread.accept(run, output)
      if (isTaken && 'askId' in output) followAsk(thread, run, output)
      if (isTaken && 'callId' in output) followCall(thread, run, output)
    },
    onFrame: (frame: RunFrame) => onRunFrame(thread, run, frame),
    onGone: (reason: string) => {
      if (run.stopDriver) run.stopDriver.onGone(reason)
      else if (run.lane && !run.lane.isTaken) move(thread, run)
      else loseRun(thread, run, reason)
    },
    onTakenBack: () => {
      if (run.stopDriver) run.stopDriver.onTakenBack()
      else move(thread, run)
    },
  }
}

/** Its host died or stood still with the run in its mailbox: another starts it; nobody notices but for the time. */
function move(thread: Thread, run: LiveRun): void {
  run.lane = null
  startNext(thread)
}

function onRunFrame(thread: Thread, run: LiveRun, frame: RunFrame): void {
  switch (frame.type) {
    case 'done':
      if (frame.error) {
        thread.services.logger.error(
          { threadId: thread.id, runId: run.id, errorId: frame.error.errorId, detail: frame.detail },
          'a handler failed',
        )
      }
      void endRun(thread, run, frame.error ? 'failed' : 'completed', {
        error: frame.error,
        ...(frame.value === undefined ? {} : { value: frame.value }),
      })
      return
    case 'stop-seen':
    case 'notice':
    case 'settled':
      run.stopDriver?.onFrame(frame)
      return
    case 'panel-reopen':
      reopenPanel(thread, run, frame)
      return
  }
}
