import type { CellFormat } from './write-cell.ts'

/** A table as the app gives it. */
export interface TableData {
  columns: Column[]
  rows: Cell[][]
}
export interface Column {
  label: string
  isNumber: boolean
  /** How its values are written; absent: as they are. */
  format?: CellFormat
}
export type Cell = string | number | boolean | null

/** Which column it is sorted by, and whether from its greatest on. */
export interface Sort {
  column: number
  isDown: boolean
}

/** Reads a table; null when it is none. */
export function readTable(text: string): TableData | null {
  try {
    const data = JSON.parse(text) as Partial<TableData> | null
    return Array.isArray(data?.columns) && Array.isArray(data.rows) ? (data as TableData) : null
  } catch {
    return null
  }
}

/** The rows that are shown, sorted. Nothing stands last, whichever way. */
export function sortRows(found: readonly Cell[][], sort: Sort | null): readonly Cell[][] {
  if (!sort) return found
  const { column, isDown } = sort
  const order = new Intl.Collator(undefined, { numeric: true })
  return found.toSorted((a, b) => {
    const [left, right] = [a[column] ?? null, b[column] ?? null]
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1
    const way =
      typeof left === 'number' && typeof right === 'number' ? left - right : order.compare(String(left), String(right))
    return isDown ? -way : way
  })
}

/** As a spreadsheet takes it. A text that a spreadsheet would take for a formula is kept a text. */
export function toCsv({ columns }: TableData, rows: readonly Cell[][]): string {
  const line = (cells: readonly Cell[]): string => cells.map(csvCell).join(',')
  return [line(columns.map(({ label }) => label)), ...rows.map(line)].join('\r\n')
}

function csvCell(cell: Cell): string {
  const text = cell === null ? '' : String(cell)
  const safe = typeof cell === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
