import { toPlainJson } from './plain-json.ts'
import { serialise } from './serialise.ts'
import type { Generation } from './step-handle.ts'

const secretKey = /api[-_]?key|secret|token$|password|authorization|cookie/i
/** Deeper than any request to a model; ends a cycle too. */
const deepest = 20

/** A generation as it is stored: JSON only, and nothing under a key that smells of a secret. */
export function withoutSecrets(generation: Generation): Record<string, unknown> {
  return cleanObject(generation, 0)
}

function clean(value: unknown, depth: number): unknown {
  if (depth > deepest) return '[…]'
  if (Array.isArray(value)) return value.map((item) => clean(item, depth + 1))
  if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
    return cleanObject(value, depth)
  }
  return toPlainJson(value) ?? serialise(value).text
}

function cleanObject(value: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => inner !== undefined && !secretKey.test(key))
      .map(([key, inner]) => [key, clean(inner, depth + 1)]),
  )
}
