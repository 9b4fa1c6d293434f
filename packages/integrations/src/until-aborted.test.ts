import { expect, it } from 'vitest'
import { untilAborted } from './until-aborted.ts'

it('gives all that a source gives, and leaves no listener behind', async () => {
  const { signal } = new AbortController()
  const given: number[] = []
  for await (const value of untilAborted(numbers(), signal)) given.push(value)
  expect(given).toEqual([1, 2])
})

it('throws the reason at once while the source hangs', async () => {
  const controller = new AbortController()
  const reason = new Error('stopped')
  const given: number[] = []
  const reading = (async () => {
    for await (const value of untilAborted(hangingAfter(1), controller.signal)) {
      given.push(value)
      setTimeout(() => controller.abort(reason), 0)
    }
  })()
  await expect(reading).rejects.toBe(reason)
  expect(given).toEqual([1])
})

it('tells the source to return when its reader leaves', async () => {
  let wasReturned = false
  async function* source(): AsyncGenerator<number> {
    try {
      yield 1
      yield 2
    } finally {
      wasReturned = true
    }
  }
  for await (const _ of untilAborted(source(), new AbortController().signal)) break
  await expect.poll(() => wasReturned).toBe(true)
})

async function* numbers(): AsyncGenerator<number> {
  yield 1
  yield 2
}

async function* hangingAfter(value: number): AsyncGenerator<number> {
  yield value
  await new Promise(() => {})
}
