import type { ThreadEvent } from '../events/index.ts'
import type { ThreadState } from '../state.ts'
import { drop } from './list.ts'
import { changeMessages } from './messages.ts'
import { changePieces } from './pieces.ts'
import { changeRuns } from './runs.ts'
import { changeSteps } from './steps.ts'

/**
 * The meaning of an event: the state after it. Pure; this folder is the only place that knows what an event does.
 * Gateway, store, browser and tests all fold with it, so what was seen live is what is seen after a reload.
 *
 * An event whose number is not above the state's is a repeat and changes nothing. An event about something that is not
 * there (removed before, cut off by a stop) moves the number on and changes nothing else. Holes are the caller's
 * business: delivery keeps events contiguous, and drops only what a stop takes back.
 */
export function apply(state: ThreadState, event: ThreadEvent): ThreadState {
  if (event.seq <= state.seq) return state
  return { ...change(state, event), seq: event.seq }
}

/** Folds many events, in order. */
export function applyAll(state: ThreadState, events: Iterable<ThreadEvent>): ThreadState {
  for (const event of events) state = apply(state, event)
  return state
}

function change(state: ThreadState, event: ThreadEvent): ThreadState {
  switch (event.type) {
    case 'message-start':
    case 'message-delta':
    case 'message-update':
    case 'message-end':
    case 'message-remove':
      return changeMessages(state, event)
    case 'step-start':
    case 'step-delta':
    case 'step-update':
    case 'step-end':
      return { ...state, steps: changeSteps(state.steps, event) }
    case 'step-remove':
      return withoutElements({ ...state, steps: changeSteps(state.steps, event) })
    case 'run-start':
    case 'run-update':
    case 'run-stopping':
    case 'run-end':
      return changeRuns(state, event)
    case 'run-settled':
      return state
    case 'ask-start':
    case 'ask-end':
    case 'ask-update':
    case 'action-put':
    case 'action-remove':
    case 'tasks-put':
    case 'tasks-remove':
    case 'element-put':
    case 'element-props':
    case 'element-remove':
    case 'panel-open':
    case 'panel-close':
    case 'setup-put':
    case 'setup-remove':
    case 'feedback-put':
    case 'feedback-remove':
    case 'call-start':
    case 'call-end':
    case 'branch-start':
    case 'branch-switch':
      return changePieces(state, event)
    case 'thread-update':
      return { ...state, title: event.title }
  }
}

/** What belongs to steps that are gone goes with them. */
function withoutElements(state: ThreadState): ThreadState {
  const ids = new Set(state.steps.map(({ id }) => id))
  return { ...state, elements: drop(state.elements, ({ stepId }) => stepId !== undefined && !ids.has(stepId)) }
}
