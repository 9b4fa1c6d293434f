import type { AppInfo, Step, ThreadEvent, ThreadState } from '@chatwright/protocol'

/** Which steps readers get to see. What is hidden is kept and stored as ever, and never sent to a page. */
export type ShownSteps = AppInfo['showSteps']

/** The event as readers may have it; null when they get nothing of it. `state`: the thread's, the event in it. */
export function shownEvent(event: ThreadEvent, state: ThreadState, shown: ShownSteps): ThreadEvent | null {
  if (shown === 'all') return event
  switch (event.type) {
    case 'step-start':
      if (!isShown(event.step, shown)) return null
      return { ...event, step: lifted(event.step, state, shown) }
    case 'step-delta':
    case 'step-update':
    case 'step-end':
    case 'step-remove': {
      const step = state.steps.findLast(({ id }) => id === event.stepId)
      return step && isShown(step, shown) ? event : null
    }
    default:
      return event
  }
}

/** The thread as readers may have it. */
export function shownState(state: ThreadState, shown: ShownSteps): ThreadState {
  if (shown === 'all' || state.steps.length === 0) return state
  const steps = state.steps.filter((step) => isShown(step, shown)).map((step) => lifted(step, state, shown))
  return { ...state, steps }
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
