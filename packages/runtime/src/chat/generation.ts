import { readableObject } from './serialise.ts'
import type { Generation } from './step-handle.ts'

const secretKey = /api[-_]?key|secret|token$|password|authorization|cookie/i

/** A generation as it is stored: JSON only, and nothing under a key that smells of a secret, whatever it stands in. */
export function withoutSecrets(generation: Generation): Record<string, unknown> {
  return readableObject(generation, secretKey)
}
