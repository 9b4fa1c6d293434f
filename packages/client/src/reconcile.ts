import type { ThreadState } from '@chatwright/protocol'
import { isSameList } from './keep-list.ts'

/** `after`, made of the parts of `before` wherever they are equal: what did not change is not rendered again. */
export function reconcile(before: ThreadState, after: ThreadState): ThreadState {
  return {
    ...after,
    messages: reuse(before.messages, after.messages),
    steps: reuse(before.steps, after.steps),
    runs: reuse(before.runs, after.runs),
  }
}

function reuse<T extends { id: string }>(before: T[], after: T[]): T[] {
  const known = new Map(before.map((item) => [item.id, item]))
  const list = after.map((item) => {
    const old = known.get(item.id)
    return old !== undefined && isEqual(old, item) ? old : item
  })
  return isSameList(before, list) ? before : list
}

/** Whether two JSON values are equal. */
function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every(
    (key) => Object.hasOwn(b, key) && isEqual((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  )
}
