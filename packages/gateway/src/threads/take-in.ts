import type { Element, Output } from '@chatwright/protocol'
import { isOpenUnder } from './panel.ts'
import type { Thread } from './thread.ts'

/**
 * Takes in the files of what an output of an open run shows. Gives the output as it is recorded, or in a word why it is not:
 * a file is not there, or what the element belongs to is gone. Files of what is not shown are dropped.
 */
export function takeIn(thread: Thread, output: Output): Output | string {
  if (output.type === 'element-put') {
    if (!hasOwner(thread, output.element, output.isChange)) return 'what it belongs to is gone'
    return isTakenIn(thread, output.runId, output.element) ? output : 'its file is not there'
  }
  if (output.type !== 'panel-open' || output.elements === undefined) return output
  const { elements, ...others } = output
  if (elements.length > 0 && isOpenUnder(thread.state, output.key)) {
    dropFiles(thread, output)
    return others
  }
  return { ...output, elements: elements.filter((element) => isTakenIn(thread, output.runId, element)) }
}

/** An output was refused: so are the files of what it would have shown. */
export function dropFiles({ id, services }: Thread, output: Output): void {
  for (const element of shownBy(output)) services.files.runs.dropPart(id, output.runId ?? '', element)
}

function isTakenIn({ id, services, state }: Thread, runId: string, element: Element): boolean {
  return services.files.runs.takeIn(id, runId, element, state)
}

/** A message or a step may have been removed, and an element that changes too, while a file was copied. */
function hasOwner({ state }: Thread, { id, messageId, stepId }: Element, isChange = false): boolean {
  if (isChange) return state.elements.some((element) => element.id === id)
  if (stepId !== undefined) return state.steps.some((step) => step.id === stepId)
  return messageId === null || state.messages.some((message) => message.id === messageId)
}

function shownBy(output: Output): readonly Element[] {
  if (output.type === 'element-put') return [output.element]
  return output.type === 'panel-open' ? (output.elements ?? []) : []
}
