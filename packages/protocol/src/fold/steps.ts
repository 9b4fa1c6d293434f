import type { Step, StepPatch } from '../content/step.ts'
import type { ThreadEvent } from '../events/index.ts'
import { defined, edit, put } from './list.ts'

type StepEvent = Extract<ThreadEvent, { stepId: string }>

export function changeSteps(steps: Step[], event: StepEvent): Step[] {
  switch (event.type) {
    case 'step-start':
      return put(steps, event.step)
    case 'step-delta':
      return editRunning(steps, event.stepId, (step) => ({
        ...step,
        [event.pane]: { ...step[event.pane], text: step[event.pane].text + event.text },
      }))
    case 'step-update':
      return edit(steps, event.stepId, (step) => patched(step, event.patch))
    case 'step-end':
      return editRunning(steps, event.stepId, (step) => ({
        ...step,
        ...defined(event.patch ?? {}),
        status: event.status,
        endedAt: event.patch?.endedAt ?? event.at,
      }))
    case 'step-remove': {
      const gone = withDescendants(steps, event.stepId)
      return steps.filter((step) => !gone.has(step.id))
    }
  }
}

function editRunning(steps: Step[], id: string, change: (step: Step) => Step): Step[] {
  return edit(steps, id, (step) => (step.status === 'running' ? change(step) : step))
}

/** A step may be corrected after it ended; one that a stop or a crash ended stays as it was. */
function patched(step: Step, patch: StepPatch): Step {
  return step.status === 'stopped' || step.status === 'lost' ? step : { ...step, ...defined(patch) }
}

function withDescendants(steps: Step[], rootId: string): Set<string> {
  const found = new Set([rootId])
  for (const step of steps) if (step.parentId !== null && found.has(step.parentId)) found.add(step.id)
  return found
}
