import { hasEnded, type EndedState } from '../content/ended.ts'
import type { Run } from '../content/run.ts'
import type { ThreadEvent } from '../events/index.ts'
import type { ThreadState } from '../state.ts'
import { drop, edit, editAll, put } from './list.ts'
import { cutMessages } from './messages.ts'

type RunEvent = Exclude<Extract<ThreadEvent, { type: `run-${string}` }>, { type: 'run-settled' }>
type RunEnd = Extract<ThreadEvent, { type: 'run-end' }>

export function changeRuns(state: ThreadState, event: RunEvent): ThreadState {
  switch (event.type) {
    case 'run-start':
      return { ...state, runs: put(state.runs, event.run) }
    case 'run-update':
      return { ...state, runs: editOpen(state.runs, event.runId, (run) => ({ ...run, state: event.state })) }
    case 'run-stopping': {
      const runs = editOpen(state.runs, event.runId, (run) => ({ ...run, state: 'stopping', cause: event.cause }))
      const asks = editAll(
        state.asks,
        (ask) => ask.runId === event.runId && ask.status === 'open',
        (ask) => ({ ...ask, status: 'stopped' as const, endedAt: event.at }),
      )
      const calls = drop(state.calls, ({ runId }) => runId === event.runId)
      return { ...cutMessages(state, event.keep, event.putBack ?? {}), runs, asks, calls }
    }
    case 'run-end':
      return close(state, event)
  }
}

/** An ended run never changes again, whatever comes. */
function editOpen(runs: Run[], id: string, change: (run: Run) => Run): Run[] {
  return edit(runs, id, (run) => (hasEnded(run.state) ? run : change(run)))
}

/** The end of a run, and of all that it left open. */
function close(state: ThreadState, event: RunEnd): ThreadState {
  const { runId, at, cause, notice, error, value, elements = [] } = event
  const given = value === undefined ? {} : { value }
  const run = state.runs.findLast((candidate) => candidate.id === runId)
  if (run && hasEnded(run.state)) return state
  const left = leftOpen[event.state]
  return {
    ...state,
    elements: elements.reduce(put, state.elements),
    runs: editOpen(state.runs, runId, (open) => ({
      ...open,
      state: event.state,
      endedAt: at,
      cause,
      notice,
      error,
      ...given,
    })),
    messages: editAll(
      state.messages,
      (message) => message.runId === runId && message.status === 'streaming',
      (message) => ({ ...message, status: left.status }),
    ),
    steps: editAll(
      state.steps,
      (step) => step.runId === runId && step.status === 'running',
      (step) => ({ ...step, status: left.status, endedAt: at }),
    ),
    asks: editAll(
      state.asks,
      (ask) => ask.runId === runId && ask.status === 'open' && (!ask.later || event.state === 'stopped'),
      (ask) => ({ ...ask, status: left.ask, endedAt: at }),
    ),
    calls: drop(state.calls, (call) => call.runId === runId),
    taskLists: editAll(
      state.taskLists,
      (list) => list.runId === runId && list.tasks.some(({ status }) => status === 'running'),
      (list) => ({
        ...list,
        tasks: list.tasks.map((task) => (task.status === 'running' ? { ...task, status: left.status } : task)),
      }),
    ),
  }
}

/** What becomes of things that were still open when their run ended. */
const leftOpen = {
  completed: { status: 'done', ask: 'skipped' },
  failed: { status: 'failed', ask: 'skipped' },
  stopped: { status: 'stopped', ask: 'stopped' },
  lost: { status: 'lost', ask: 'lost' },
} as const satisfies Record<EndedState, { status: string; ask: string }>
