import { describe, expect, it } from 'vitest'
import { bearerOf, isSameSecret } from './secret.ts'

describe('bearerOf', () => {
  it('reads the token of a bearer header, and of nothing else', () => {
    expect(bearerOf('Bearer abc')).toBe('abc')
    expect(bearerOf('bearer  abc ')).toBe('abc')
    for (const header of [undefined, '', 'abc', 'Bearer', 'Bearer ', 'Basic abc', 'Bearer a b', 'x Bearer abc']) {
      expect(bearerOf(header), String(header)).toBeNull()
    }
  })
})

it('isSameSecret takes the very secret only', () => {
  expect(isSameSecret('secret', 'secret')).toBe(true)
  for (const given of [null, '', 'secre', 'secret ', 'Secret', 'secretsecret']) {
    expect(isSameSecret(given, 'secret'), String(given)).toBe(false)
  }
  expect(isSameSecret(null, '')).toBe(false)
})
