import { expect, it } from 'vitest'
import { makeCopies } from './copies.ts'

const props = () => ({ stops: ['Castle', 'Pier'], at: { x: 1, y: null }, note: 'a' })

it('CEL-02: the same copy is given as long as nothing was written into it', () => {
  const copies = makeCopies()
  const original = props()
  const copy = copies(original)
  expect(copy).toEqual(original)
  expect(copy).not.toBe(original)
  expect(copy.stops).not.toBe(original.stops)
  expect(copies(original)).toBe(copy)
  expect(copies(props())).not.toBe(copy)
})

it.each([
  ['a field', (copy: ReturnType<typeof props>) => (copy.note = 'b')],
  ['a nested field', (copy: ReturnType<typeof props>) => (copy.at.x = 2)],
  ['an item', (copy: ReturnType<typeof props>) => copy.stops.push('Museum')],
  ['the order', (copy: ReturnType<typeof props>) => copy.stops.splice(0, 2, 'Pier', 'Castle')],
  ['what is taken away', (copy: ReturnType<typeof props>) => delete (copy as { note?: string }).note],
  ['what is added', (copy: ReturnType<typeof props>) => Object.assign(copy.at, { z: 1 })],
  ['another kind', (copy: ReturnType<typeof props>) => Object.assign(copy, { stops: { 0: 'Castle', 1: 'Pier' } })],
  ['what leads back', (copy: ReturnType<typeof props>) => Object.assign(copy.at, { y: copy })],
  ['what JSON cannot hold', (copy: ReturnType<typeof props>) => Object.assign(copy.at, { x: 1n })],
])('CEL-02: %s written into a copy is not in the next, nor in the original', (_, write) => {
  const copies = makeCopies()
  const original = props()
  write(copies(original))
  expect(copies(original)).toEqual(props())
  expect(original).toEqual(props())
})
