import { tableFromArrays } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { audio, file, image, pdf, text, type ElementInput } from './element-input.ts'
import { table } from './table.ts'

const badOption = expect.objectContaining({ code: 'bad_option' }) as unknown

describe('what an element is made of', () => {
  it('has exactly one source', () => {
    const makers = [image, text, pdf, audio, file] as unknown as ((options: object) => ElementInput)[]
    for (const make of makers) {
      expect(() => make({ name: 'a' })).toThrow(badOption)
      expect(() => make({ name: 'a', path: 'a', content: 'a' })).toThrow(badOption)
      expect(() => make({ name: 'a', path: 'a', url: 'http://a/b', content: 'a' })).toThrow(badOption)
      for (const source of [{ path: 'a' }, { url: 'http://a/b' }, { content: 'a' }]) {
        expect(make({ name: 'a', ...source }).source).toEqual(source)
      }
    }
  })

  it('has a name: what was given, or the last part of where it comes from', () => {
    expect(image({ path: '/tmp/tram.png' }).name).toBe('tram.png')
    expect(image({ path: new URL('file:///tmp/Gr%C3%BC%C3%9Fe.png') }).name).toBe('Grüße.png')
    expect(image({ url: 'https://example.com/a/b%20c.png?size=2' }).name).toBe('b c.png')
    expect(image({ url: 'https://example.com' }).name).toBe('example.com')
    expect(() => image({ content: 'a' })).toThrow(badOption)
    expect(() => image({ content: 'a', name: ' ' })).toThrow(badOption)
  })

  it('says what is wrong with its look', () => {
    expect(() => pdf({ path: 'a', page: 0 })).toThrow(/page: expected a whole number/)
    expect(() => image({ path: 'a', size: 'huge' as 'large' })).toThrow(/size/)
    expect(() => text({ path: 'a', display: 'top' as 'side' })).toThrow(/display/)
  })
})

describe('a table', () => {
  const shown = (options: Parameters<typeof table>[0]) => JSON.parse(table(options).source.content as string) as unknown

  it('takes any key for a column, dates, nothing, and values that differ', () => {
    const rows = [
      { 'a.b': 1, id: new Date(0) },
      { id: null, more: { deep: [1] }, 'a.b': Number.NaN, big: 10n },
    ]
    expect(shown({ name: 'T', rows })).toEqual({
      columns: [
        { label: 'a.b', isNumber: false },
        { label: 'id', isNumber: false, format: 'date-time' },
        { label: 'more', isNumber: false },
        { label: 'big', isNumber: true },
      ],
      rows: [
        [1, '1970-01-01T00:00:00.000Z', null, null],
        ['NaN', null, '{"deep":[1]}', 10],
      ],
    })
    expect(shown({ name: 'T', rows: [{ a: 1, b: 2 }], columns: [{ key: 'b', label: 'B' }] })).toEqual({
      columns: [{ label: 'B', isNumber: true }],
      rows: [[2]],
    })
  })

  it('takes what JSON cannot say', () => {
    const cycle: Record<string, unknown> = { name: 'a' }
    cycle['self'] = cycle
    const cells = (shown({ name: 'T', rows: [{ a: cycle, b: { n: 1n } }] }) as { rows: unknown[][] }).rows[0]
    expect(cells?.[0]).toContain('[Circular]')
    expect(cells?.[1]).toContain('"1"')
  })

  it('takes a table of Apache Arrow', () => {
    const rows = tableFromArrays({ city: ['Porto', 'Faro'], guests: Int32Array.from([2, 3]), id: [1n, 2n ** 60n] })
    expect(shown({ name: 'T', rows })).toEqual({
      columns: [
        { label: 'city', isNumber: false },
        { label: 'guests', isNumber: true },
        { label: 'id', isNumber: false },
      ],
      rows: [
        ['Porto', 2, 1],
        ['Faro', 3, String(2n ** 60n)],
      ],
    })
  })

  it('takes formats it knows', () => {
    const rows = [{ price: 5, day: '2026-03-05' }]
    const columns = [{ key: 'price', format: { currency: 'EUR' } } as const, { key: 'day', format: 'date' } as const]
    expect(shown({ name: 'T', rows, columns })).toMatchObject({
      columns: [{ format: { currency: 'EUR' } }, { format: 'date' }],
    })
    for (const format of ['euro', { currency: 'eur' }, { decimals: -1 }, {}, null]) {
      const wrong = [{ key: 'price', format: format as never }]
      expect(() => table({ name: 'T', rows, columns: wrong })).toThrow("columns: 'price': format")
    }
  })

  it('takes nothing but an array of objects', () => {
    for (const rows of [{}, 'rows', [1], [[1]], [null], [new Date(0)], { toArray: () => 5 }])
      expect(() => table({ name: 'T', rows: rows as never })).toThrow(badOption)
  })
})
