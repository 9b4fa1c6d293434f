import type { Element, Message, Step } from '@chatwright/protocol'
import type { StepNode, Turn } from './timeline.ts'

const root = ''
const none: readonly Element[] = []
const noElements: ReadonlyMap<string, readonly Element[]> = new Map()

/** Steps as a tree. `elements`: those of steps, by step. What is nested in something that is not there stands at the root. */
export function nestSteps(
  messages: Message[],
  steps: Step[],
  elements: ReadonlyMap<string, readonly Element[]> = noElements,
): Pick<Turn, 'author' | 'messages' | 'steps'> {
  const author = messages[0]?.author ?? null
  if (steps.length === 0) return { author, messages, steps: [] }
  const ids = new Set(steps.map((step) => step.id))
  const parentOf = (item: Message | Step) => (item.parentId !== null && ids.has(item.parentId) ? item.parentId : root)
  const stepsIn = grouped(steps, parentOf)
  const messagesIn = grouped(messages, parentOf)
  const nodesIn = (parentId: string): StepNode[] =>
    (stepsIn.get(parentId) ?? []).map((step) => ({
      step,
      children: nodesIn(step.id),
      messages: messagesIn.get(step.id) ?? [],
      elements: elements.get(step.id) ?? none,
    }))
  return { author, messages: messagesIn.get(root) ?? [], steps: nodesIn(root) }
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}
