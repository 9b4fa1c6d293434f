import type { Element, EndedState, Json, Notice, RunError } from '@chatwright/protocol'
import { forgetAsks } from './asks.ts'
import { forgetCalls } from './calls.ts'
import type { LiveRun } from './live-run.ts'
import type { Thread } from './thread.ts'

/** How a run ended, beside its state. */
export interface RunEnding {
  notice?: Notice | null
  /** What is shown under the notice. */
  elements?: Element[]
  error?: RunError | null
  /** What the handler of an action gave back. */
  value?: Json
}

/**
 * Ends a run, once: the first to move its state wins and the rest do nothing. What the run showed is stored before its
 * end is, and its end before anybody sees it.
 */
export function endRun(thread: Thread, run: LiveRun, state: EndedState, ending: RunEnding = {}): Promise<boolean> {
  if (!run.moveTo(state)) return Promise.resolve(false)
  return thread.services.underWay.track(conclude(thread, run, state, ending))
}

async function conclude(thread: Thread, run: LiveRun, state: EndedState, ending: RunEnding): Promise<true> {
  if (state !== 'stopped') forgetAsks(thread, run.id, { keepsLater: true })
  forgetCalls(thread, run.id)
  let error = ending.error ?? null
  let shown: EndedState = state
  try {
    await thread.writer.flush()
  } catch {
    error ??= notSaved
    if (shown === 'completed') shown = 'failed'
  }
  const event = thread.append(
    {
      type: 'run-end',
      runId: run.id,
      state: shown,
      cause: run.stop?.cause ?? null,
      notice: state === 'stopped' ? (ending.notice ?? null) : null,
      ...(ending.elements && ending.elements.length > 0 ? { elements: ending.elements } : {}),
      error,
      ...(ending.value === undefined ? {} : { value: ending.value }),
    },
    { isHeld: true },
  )
  await thread.writer.flush().catch(() => {})
  thread.reveal(event.seq)
  const { lane, stop } = run
  if (!stop) {
    lane?.release(true)
    thread.runs.delete(run.id)
  }
  const endedAt = performance.now()
  thread.usedAt = endedAt
  thread.services.measure.runEnded(run.kind, shown, stop ? endedAt - stop.at : null)
  thread.services.logger.info(
    {
      threadId: thread.id,
      runId: run.id,
      kind: run.kind,
      state: shown,
      ms: Math.round(endedAt - run.startedAt),
      ...(stop ? { cause: stop.cause, endMs: Math.round(endedAt - stop.at) } : {}),
    },
    'run ended',
  )
  for (const tell of thread.endWaiters.splice(0)) tell()
  thread.services.onRunEnded(thread)
  return true
}

const notSaved: RunError = { code: 'store_unavailable', message: 'This answer could not be saved.' }
