import { expect, it } from 'vitest'
import { RowSearch } from './search-rows.ts'
import { cellWriter } from './write-cell.ts'
import { readTable, sortRows, toCsv, type TableData } from './table-data.ts'

const data: TableData = {
  columns: [
    { label: 'a.b', isNumber: false },
    { label: 'id', isNumber: true },
  ],
  rows: [
    ['item 10', 10],
    ['item 9', null],
    ['=1+1', -3],
    [null, 2],
  ],
}

it('sorts numbers as numbers and texts as people count; nothing stands last both ways', () => {
  const ids = (isDown: boolean) => sortRows(data.rows, { column: 1, isDown }).map((row) => row[1])
  expect(ids(false)).toEqual([-3, 2, 10, null])
  expect(ids(true)).toEqual([10, 2, -3, null])
  const items = new RowSearch(data, 'en').find({ words: 'item', column: null })
  expect(sortRows(items, { column: 0, isDown: false }).map((row) => row[0])).toEqual(['item 9', 'item 10'])
  expect(sortRows(data.rows, null)).toBe(data.rows)
})

it('is searched in all columns or in one, by what a cell holds and by what stands there', () => {
  const search = new RowSearch(
    {
      columns: [
        { label: 'Day', isNumber: false, format: 'date' },
        { label: 'Price', isNumber: true, format: { currency: 'EUR' } },
        { label: 'Where', isNumber: false },
      ],
      rows: [
        ['2026-03-05T00:00:00.000Z', 1200.5, 'Porto'],
        ['2026-04-01T00:00:00.000Z', 5, 'March'],
        [null, null, null],
      ],
    },
    'en-GB',
  )
  const found = (words: string, column: number | null = null) => search.find({ words, column }).map((row) => row[2])
  expect(found('mar')).toEqual(['Porto', 'March'])
  expect(found('mar', 0)).toEqual(['Porto'])
  expect(found('mar', 2)).toEqual(['March'])
  expect(found('1,200.50')).toEqual(['Porto'])
  expect(found('1200.5', 1)).toEqual(['Porto'])
  expect(found(' ', 1)).toHaveLength(3)
  expect(found('null')).toEqual([])
})

it.each([
  [undefined, 1234.5, '1,234.5'],
  [undefined, true, 'true'],
  [undefined, null, ''],
  ['percent', 0.123, '12.3%'],
  ['bytes', 1_900_000, '1.9 MB'],
  [{ decimals: 2 }, 3, '3.00'],
  [{ currency: 'EUR' }, -5, '-€5.00'],
  [{ currency: 'EUR' }, 'free', 'free'],
  ['date', '2026-03-05T23:30:00.000Z', '5 Mar 2026'],
  ['date', Date.UTC(2026, 2, 5), '5 Mar 2026'],
  ['date', 'soon', 'soon'],
] as const)('with the format %j, %j is written %j', (format, cell, words) => {
  expect(cellWriter(format, 'en-GB')(cell)).toBe(words)
})

it('is saved as a spreadsheet takes it, and runs no formula there', () => {
  expect(toCsv(data, [['say "hi", all', 1], ...data.rows.slice(2)])).toBe(
    'a.b,id\r\n"say ""hi"", all",1\r\n\'=1+1,-3\r\n,2',
  )
})

it('reads what is a table, and nothing else', () => {
  expect(readTable(JSON.stringify(data))).toEqual(data)
  for (const text of ['', 'null', '[]', '{"columns":1}', 'x']) expect(readTable(text)).toBeNull()
})
