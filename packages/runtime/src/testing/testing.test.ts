import { describe, expect, it } from 'vitest'
import { fakeClock, scriptedModel } from './index.ts'

async function read(source: AsyncIterable<string>): Promise<string[]> {
  const pieces: string[] = []
  for await (const piece of source) pieces.push(piece)
  return pieces
}

describe('fakeClock', () => {
  it('fires in order of time, also what is set on the way, and nothing that was switched off', async () => {
    const clock = fakeClock(1_000)
    const fired: string[] = []
    const note = (name: string) => () => void fired.push(`${name} at ${clock.now()}`)
    clock.after(30, note('late'))
    clock.after(10, () => {
      note('early')()
      clock.after(10, note('chained'))
    })
    const off = clock.after(15, note('never'))
    off()
    expect(clock.pending).toBe(2)
    await clock.advance(29)
    expect(fired).toEqual(['early at 1010', 'chained at 1020'])
    await clock.advance(1)
    expect(fired.at(-1)).toBe('late at 1030')
    expect(clock.now()).toBe(1_030)
    expect(clock.pending).toBe(0)
  })
})

describe('scriptedModel', () => {
  it('says its script each time, in its time', async () => {
    const clock = fakeClock()
    const model = scriptedModel(['a', { waitMs: 100 }, 'b'], { clock })
    const reading = read(model.stream())
    await clock.advance(99)
    expect(model.calls).toEqual([{ given: ['a'], end: null }])
    await clock.advance(1)
    expect(await reading).toEqual(['a', 'b'])
    expect(model.calls[0]?.end).toBe('done')
    const again = read(model.stream())
    await clock.advance(100)
    expect(await again).toEqual(['a', 'b'])
    expect(model.calls).toHaveLength(2)
  })

  it('knows how it ended', async () => {
    const failing = scriptedModel([{ error: new Error('overloaded') }])
    await expect(read(failing.stream())).rejects.toThrow('overloaded')
    expect(failing.calls[0]?.end).toBe('failed')

    const controller = new AbortController()
    const hanging = scriptedModel(['a', { hang: true }])
    const reading = read(hanging.stream({ signal: controller.signal }))
    controller.abort(new Error('enough'))
    await expect(reading).rejects.toThrow('enough')
    expect(hanging.calls[0]?.end).toBe('aborted')

    const left = scriptedModel(['a', 'b'])
    for await (const piece of left.stream()) if (piece === 'a') break
    expect(left.calls[0]).toEqual({ given: ['a'], end: 'returned' })
  })
})
