import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Turns } from './turns.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const begun: string[] = []
const take = (turns: Turns, name: string) => turns.take(() => void begun.push(name))

beforeEach(() => void begun.splice(0))

it('so many begin at once, and the others in their order, one for each that ends', () => {
  const turns = new Turns(2, 1_000)
  const [a, b] = [take(turns, 'a'), take(turns, 'b')]
  const c = take(turns, 'c')
  take(turns, 'd')
  take(turns, 'e')
  expect(begun).toEqual(['a', 'b'])
  b()
  expect(begun).toEqual(['a', 'b', 'c'])
  b()
  expect(begun).toEqual(['a', 'b', 'c'])
  a()
  c()
  expect(begun).toEqual(['a', 'b', 'c', 'd', 'e'])
})

it('who gives up waiting never begins and takes nobody’s place', () => {
  const turns = new Turns(1, 1_000)
  const a = take(turns, 'a')
  take(turns, 'b')()
  take(turns, 'c')
  a()
  expect(begun).toEqual(['a', 'c'])
})

it('who takes too long keeps nobody waiting, and ends only once', () => {
  const turns = new Turns(1, 1_000)
  const a = take(turns, 'a')
  take(turns, 'b')
  take(turns, 'c')
  vi.advanceTimersByTime(1_000)
  expect(begun).toEqual(['a', 'b'])
  a()
  expect(begun).toEqual(['a', 'b'])
  vi.advanceTimersByTime(1_000)
  expect(begun).toEqual(['a', 'b', 'c'])
})
