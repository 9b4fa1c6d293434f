import { ChatwrightError } from '@chatwright/protocol'

/** Throws `bad_option`, naming the place, what was expected and what came. */
export function expect(place: string, value: unknown, isGood: boolean, expected: string, fix?: string): void {
  if (isGood) return
  const got = typeof value === 'function' ? 'a function' : (JSON.stringify(value) ?? typeof value)
  throw new ChatwrightError(
    'bad_option',
    `${place}: expected ${expected}, got ${got}.`,
    fix === undefined ? {} : { fix },
  )
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function expectText(place: string, value: unknown): void {
  expect(place, value, isText(value), 'a text')
}

export function expectMaybeText(place: string, value: unknown): void {
  expect(place, value, value === undefined || typeof value === 'string', 'a text')
}

export function expectList(place: string, value: unknown): void {
  expect(place, value, Array.isArray(value), 'a list')
}

/** Throws when two of a list have the same id. */
export function expectDistinct(place: string, ids: readonly string[]): void {
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  expect(place, twice, twice === undefined, 'each id once')
}

/** Names become keys of objects; those that reach an object's prototype are refused. */
export function expectName(place: string, name: string): void {
  expect(place, name, !['__proto__', 'constructor', 'prototype', ''].includes(name), 'another name')
}
