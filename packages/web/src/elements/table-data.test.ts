import { expect, it } from 'vitest'
import { arrangeRows, readTable, toCsv, type TableData } from './table-data.ts'

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
  const ids = (isDown: boolean) => arrangeRows(data, '', { column: 1, isDown }).map((row) => row[1])
  expect(ids(false)).toEqual([-3, 2, 10, null])
  expect(ids(true)).toEqual([10, 2, -3, null])
  expect(arrangeRows(data, 'item', { column: 0, isDown: false }).map((row) => row[0])).toEqual(['item 9', 'item 10'])
  expect(arrangeRows(data, '', null)).toBe(data.rows)
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
