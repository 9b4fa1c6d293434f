import type { Json, JsonObject } from '@chatwright/protocol'

const prototypeKeys = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * The value as JSON holds it without losing anything, or undefined when it cannot: functions, instances of classes,
 * dates, maps, cycles, NaN. A property that is undefined counts as absent. Gives a copy.
 */
export function toPlainJson(value: unknown, above: readonly object[] = []): Json | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value !== 'object' || above.includes(value)) return undefined
  const inside = [...above, value]
  if (Array.isArray(value)) {
    const items = value.map((item) => toPlainJson(item, inside))
    return items.includes(undefined) ? undefined : (items as Json[])
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return undefined
  const copy: JsonObject = {}
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue
    const plain = prototypeKeys.has(key) ? undefined : toPlainJson(item, inside)
    if (plain === undefined) return undefined
    copy[key] = plain
  }
  return copy
}

/** The entries of an object that JSON can hold, and the names of those it cannot. */
export function plainEntries(values: object): { plain: JsonObject; left: string[] } {
  const plain: JsonObject = {}
  const left: string[] = []
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) continue
    const copy = prototypeKeys.has(key) ? undefined : toPlainJson(value)
    if (copy === undefined) left.push(key)
    else plain[key] = copy
  }
  return { plain, left }
}
