import { arrange, type TimelineSource } from './arrange.ts'
import { isSameList, keepList } from './keep-list.ts'
import type { Said, StepNode, TimelineItem } from './timeline.ts'

export type { TimelineSource }

/** Makes the timeline of a thread's state. Remembers the last one, and gives its parts again where nothing changed. */
export type SelectTimeline = (source: TimelineSource) => readonly TimelineItem[]

/** A {@link SelectTimeline} for one thread. Pure but for its memory. */
export function createTimeline(): SelectTimeline {
  let last: readonly TimelineItem[] = []
  let known = new Map<string, TimelineItem>()
  return (source) => {
    const next = arrange(source).map((item) => keepIdentity(known.get(keyOf(item)), item))
    const kept = keepList(last, next)
    if (kept === last) return last
    last = next
    known = new Map(next.map((item) => [keyOf(item), item]))
    return last
  }
}

function keyOf(item: TimelineItem): string {
  return `${item.type} ${item.id}`
}

function keepIdentity(before: TimelineItem | undefined, after: TimelineItem): TimelineItem {
  if (before?.type === 'said' && after.type === 'said') {
    const isSame =
      before.delivery === after.delivery &&
      before.error === after.error &&
      before.run === after.run &&
      isSameList(before.elements, after.elements) &&
      isSameWays(before.ways, after.ways)
    if (isSame && (before.message === after.message || after.delivery !== 'delivered')) return before
    return after
  }
  if (before?.type !== 'turn' || after.type !== 'turn') return after
  const steps = keepNodes(before.steps, after.steps)
  const messages = keepList(before.messages, after.messages)
  const asks = keepList(before.asks, after.asks)
  const actions = keepList(before.actions, after.actions)
  const elements = keepList(before.elements, after.elements)
  const isSame =
    before.asks === asks &&
    before.actions === actions &&
    before.elements === elements &&
    before.run === after.run &&
    before.status === after.status &&
    before.endedAt === after.endedAt &&
    before.messages === messages &&
    before.steps === steps
  return isSame ? before : { ...after, messages, steps, asks, actions, elements }
}

function keepNodes(before: readonly StepNode[], after: readonly StepNode[]): readonly StepNode[] {
  if (before.length === 0 && after.length === 0) return before
  const known = new Map(before.map((node) => [node.step.id, node]))
  return keepList(
    before,
    after.map((node) => {
      const old = known.get(node.step.id)
      if (!old) return node
      const children = keepNodes(old.children, node.children)
      const messages = keepList(old.messages, node.messages)
      const elements = keepList(old.elements, node.elements)
      const isSame =
        old.step === node.step && old.children === children && old.messages === messages && old.elements === elements
      return isSame ? old : { step: node.step, children, messages, elements }
    }),
  )
}

function isSameWays(before: Said['ways'], after: Said['ways']): boolean {
  if (before === null || after === null) return before === after
  return before.shown === after.shown && isSameList(before.branchIds, after.branchIds)
}
