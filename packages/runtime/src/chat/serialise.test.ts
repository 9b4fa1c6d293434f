import { describe, expect, it } from 'vitest'
import { serialise } from './serialise.ts'

describe('serialise', () => {
  it.each<[string, unknown, string]>([
    ['nothing', undefined, ''],
    ['null', null, ''],
    ['a text as it is', 'a\\nb', 'a\\nb'],
    ['zero', 0, '0'],
    ['false', false, 'false'],
    ['a BigInt', 12n, '12'],
    ['NaN', Number.NaN, 'NaN'],
    ['an error without its stack', new TypeError('no'), 'TypeError: no'],
    ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['a broken date', new Date(Number.NaN), 'Invalid Date'],
    ['a function', function search() {}, '[Function search]'],
    ['a buffer', Buffer.from('abc'), '[Buffer, 3 bytes]'],
    ['a blob', new Blob(['abc'], { type: 'image/png' }), '[Blob image/png, 3 bytes]'],
  ])('shows %s', (_, value, text) => {
    expect(serialise(value)).toEqual({ text, language: null })
  })

  it('shows objects as JSON, with placeholders for what JSON cannot say', () => {
    const cycle: Record<string, unknown> = { name: 'cycle' }
    cycle['self'] = cycle
    const shared = { x: 1 }
    const { text, language } = serialise({
      bytes: new Uint8Array(2),
      big: 12n,
      map: new Map<unknown, unknown>([
        ['k', { v: 1 }],
        [2, 3],
      ]),
      set: new Set([1]),
      error: new TypeError('no'),
      url: new URL('https://a.test/'),
      promise: Promise.resolve(),
      none: undefined,
      cycle,
      twice: [shared, shared],
      custom: { toJSON: () => ({ as: 'told' }) },
      get broken(): never {
        throw new Error('getter')
      },
    })
    expect(language).toBe('json')
    expect(JSON.parse(text)).toEqual({
      bytes: '[Uint8Array, 2 bytes]',
      big: '12',
      map: { k: { v: 1 }, 2: 3 },
      set: [1],
      error: 'TypeError: no',
      url: 'https://a.test/',
      promise: '[Promise]',
      cycle: { name: 'cycle', self: '[Circular]' },
      twice: [{ x: 1 }, { x: 1 }],
      custom: { as: 'told' },
      broken: '[Unreadable: getter]',
    })
  })

  it('does not choke on the huge and the hostile', () => {
    expect(serialise('x'.repeat(300_000)).text.length).toBeLessThan(101_000)
    const wide = Array.from({ length: 50_000 }, (_, n) => ({ n }))
    expect(serialise(wide).text.length).toBeLessThan(101_000)
    let deep: unknown = 'end'
    for (let level = 0; level < 5_000; level++) deep = [deep]
    expect(typeof serialise(deep).text).toBe('string')
    const hostile = new Proxy(
      {},
      {
        ownKeys() {
          throw new Error('keep out')
        },
      },
    )
    expect(serialise(hostile).text).toContain('keep out')
  })
})

it('is not brought down by what is nested without end', () => {
  let deep: unknown = 'end'
  for (let depth = 0; depth < 50_000; depth++) deep = depth % 2 === 0 ? [deep] : { deep }
  expect(serialise(deep).text).toContain('[…]')
  expect(serialise({ big: 10n, more: new Map([['a', [1n]]]) }).text).toContain('"10"')
})

it('is not brought down by a key that leads back, nor by a long list', () => {
  const node: { map?: unknown } = {}
  node.map = new Map([[node, 1]])
  expect(serialise(node).text).toContain('[Circular]')
  const { text } = serialise(Array.from({ length: 3_000_000 }, (_, at) => at))
  expect(text).toContain('more')
})
