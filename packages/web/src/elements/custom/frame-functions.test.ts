import { createClient } from '@chatwright/client'
import type { Json, ToFrame } from '@chatwright/protocol'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { FrameFunctions } from './frame-functions.ts'

const threadId = crypto.randomUUID()
const client = createClient({ url: 'http://127.0.0.1:9' })
const { functions } = client
const told: ToFrame[] = []
let frame: FrameFunctions

beforeEach(() => {
  told.length = 0
  frame = new FrameFunctions(functions, threadId, (message) => void told.push(message))
})

afterEach(() => {
  frame.close()
  client.close()
})

/** Has a function run as a call of the app does. */
function run(name: string, args: Json = null, signal = new AbortController().signal): Promise<unknown> {
  return Promise.resolve(functions.find(name, threadId)?.(args, { threadId, signal }))
}

it('has a function of the frame run, and gives what it says', async () => {
  frame.offer(['one', 'two'])
  const [one, two] = [run('one', [1]), run('two')]
  expect(told).toEqual([
    { type: 'run', run: 1, name: 'one', args: [1] },
    { type: 'run', run: 2, name: 'two', args: null },
  ])
  frame.returned({ type: 'returned', run: 2, error: 'Not two.' })
  frame.returned({ type: 'returned', run: 1, value: 'first' })
  // Said again, or of nothing that runs.
  frame.returned({ type: 'returned', run: 1, value: 'second' })
  frame.returned({ type: 'returned', run: 99, value: 'third' })
  expect(await one).toBe('first')
  await expect(two).rejects.toThrow('Not two.')
})

it('offers for its own conversation only, what it has now, and no more than fifty', () => {
  frame.offer(Array.from({ length: 80 }, (_, number) => `f${number}`))
  expect(functions.find('f49', threadId)).toBeDefined()
  expect(functions.find('f50', threadId)).toBeUndefined()
  expect(functions.find('f1', crypto.randomUUID())).toBeUndefined()
  frame.offer(['f2'])
  expect(functions.find('f1', threadId)).toBeUndefined()
  frame.close()
  expect(functions.find('f2', threadId)).toBeUndefined()
})

it('leaves out what is no name, and goes behind what the page itself has', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const mine = () => 'mine'
  const off = functions.register('shared', mine)
  frame.offer(['', '../etc', '__proto__', 'shared', 'good'])
  expect(functions.find('good', threadId)).toBeDefined()
  expect(functions.find('shared', threadId)).toBe(mine)
  off()
  expect(functions.find('shared', threadId)).not.toBe(mine)
  expect(warn).toHaveBeenCalledTimes(3)
  warn.mockRestore()
})

it('tells the frame when nobody waits any more, and fails what runs when the frame is gone', async () => {
  frame.offer(['one'])
  const stop = new AbortController()
  const aborted = run('one', null, stop.signal)
  stop.abort()
  expect(told.at(-1)).toEqual({ type: 'abort', run: 1 })
  await expect(aborted).rejects.toThrow('Nobody waits')
  const left = run('one')
  frame.close()
  await expect(left).rejects.toThrow('gone from the page')
})
