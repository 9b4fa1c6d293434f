import type { AppInfo, Element, Step, ThreadEvent, ThreadState } from '@chatwright/protocol'

/** Which steps readers get to see. What is hidden is kept and stored as ever, and never sent to a page. */
export type ShownSteps = AppInfo['showSteps']

/**
 * The event as readers may have it; null when they get nothing of it; `anew` when the thread as they have it cannot be
 * mended by one event, and they are to get it whole. `state`: the thread's, the event in it.
 */
export function shownEvent(event: ThreadEvent, state: ThreadState, shown: ShownSteps): ThreadEvent | null | 'anew' {
  if (shown === 'tools' && isShift(event)) return shownShift(event, state)
  switch (event.type) {
    case 'step-start':
      if (!isShown(event.step, shown)) return null
      return { ...event, step: withoutHiddenInput(lifted(event.step, state, shown)) }
    case 'step-delta':
    case 'step-update':
    case 'step-end':
    case 'step-remove': {
      const step = state.steps.findLast(({ id }) => id === event.stepId)
      // One that is removed is in the state no more.
      if (!step) return shown === 'all' ? event : null
      if (!isShown(step, shown)) return null
      if (step.showInput === false) return withoutInput(event)
      // What was kept back until now is told with it.
      if (!('patch' in event) || event.patch?.showInput === undefined) return event
      return { ...event, patch: { input: step.input, ...event.patch } }
    }
    case 'element-put':
      return isOfHidden(event.element, state, shown) ? null : event
    case 'element-props': {
      const element = state.elements.find(({ id }) => id === event.elementId)
      return element && isOfHidden(element, state, shown) ? null : event
    }
    default:
      return event
  }
}

type StepEvent = Extract<ThreadEvent, { stepId: string }>

/** Whether it may change which steps are shown, and in which others they stand. */
function isShift(event: ThreadEvent): event is StepEvent {
  if (event.type === 'step-remove') return true
  return (event.type === 'step-update' || event.type === 'step-end') && event.patch?.type !== undefined
}

function shownShift(event: StepEvent, state: ThreadState): ThreadEvent | 'anew' {
  const { runId, stepId, seq, at } = event
  const step = state.steps.findLast(({ id }) => id === stepId)
  // What stood in it goes with it, or comes to stand elsewhere.
  if (!step) return 'anew'
  const hasParts =
    state.steps.some(({ parentId }) => parentId === stepId) ||
    state.elements.some((element) => element.stepId === stepId)
  if (hasParts) return 'anew'
  if (!isShown(step, 'tools')) return { type: 'step-remove', runId, stepId, seq, at }
  return { type: 'step-start', runId, stepId, seq, at, step: withoutHiddenInput(lifted(step, state, 'tools')) }
}

/** Whether it belongs to a step that readers do not get to see. */
function isOfHidden({ stepId }: Element, state: ThreadState, shown: ShownSteps): boolean {
  const step = stepId === undefined ? undefined : state.steps.findLast(({ id }) => id === stepId)
  return step !== undefined && !isShown(step, shown)
}

/** The thread as readers may have it. */
export function shownState(state: ThreadState, shown: ShownSteps): ThreadState {
  const isHiding = shown !== 'all' || state.steps.some(({ showInput }) => showInput === false)
  if (!isHiding || state.steps.length === 0) return state
  const steps = state.steps
    .filter((step) => isShown(step, shown))
    .map((step) => withoutHiddenInput(lifted(step, state, shown)))
  const elements = state.elements.filter((element) => !isOfHidden(element, state, shown))
  return { ...state, steps, elements }
}

/** What went into a step that keeps it to itself. */
function withoutHiddenInput(step: Step): Step {
  return step.showInput === false ? { ...step, input: noInput } : step
}

const noInput: Step['input'] = { text: '', language: null }

function withoutInput(event: StepEvent): ThreadEvent | null {
  if (event.type === 'step-delta') return event.pane === 'input' ? null : event
  if (!('patch' in event) || !event.patch) return event
  const { input: _input, ...patch } = event.patch
  // What it no longer shows, pages no longer have.
  return { ...event, patch: patch.showInput === false ? { ...patch, input: noInput } : patch }
}

function isShown(step: Step, shown: ShownSteps): boolean {
  return shown === 'all' || (shown === 'tools' && step.type === 'tool')
}

/** A step stands in the nearest of those around it that is shown. */
function lifted(step: Step, state: ThreadState, shown: ShownSteps): Step {
  let { parentId } = step
  for (;;) {
    const parent = parentId === null ? undefined : state.steps.find(({ id }) => id === parentId)
    if (!parent || isShown(parent, shown)) return parentId === step.parentId ? step : { ...step, parentId }
    parentId = parent.parentId
  }
}
