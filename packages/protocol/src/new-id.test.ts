import { expect, it } from 'vitest'
import { id } from './ids.ts'
import { newId } from './new-id.ts'

declare const crypto: { randomUUID?: () => string }

it('makes ids the schema takes, also where the browser’s own way is missing', () => {
  const own = crypto.randomUUID
  try {
    Object.assign(crypto, { randomUUID: undefined })
    const made = Array.from({ length: 200 }, newId)
    expect(new Set(made).size).toBe(200)
    for (const one of made) expect(id.safeParse(one).success).toBe(true)
  } finally {
    Object.assign(crypto, { randomUUID: own })
  }
  expect(id.safeParse(newId()).success).toBe(true)
})
