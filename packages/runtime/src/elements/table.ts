import { ChatwrightError, type Element } from '@chatwright/protocol'
import { elementInput, type ElementInput, type ElementOptions } from './element-input.ts'

/** A column: the key of its values, and what stands above it, by default the key. */
export interface TableColumn {
  key: string
  label?: string
}

export interface TableOptions extends Pick<ElementOptions, 'display'> {
  /** How it is called; saved it is `<name>.csv`. */
  name: string
  /** One object for each row. Numbers, texts, booleans, dates and nothing are shown as such; other values as JSON. */
  rows: readonly object[]
  /** Which columns, in order. Default: all keys, in the order in which rows first have them. */
  columns?: readonly (string | TableColumn)[]
}

/** Tables hold this: any key may be a column's, for values stand by number. */
interface Shown {
  columns: { label: string; isNumber: boolean }[]
  rows: (string | number | boolean | null)[][]
}

/** A table whose reader can sort, search and save it. A hundred thousand rows are fine. Throws `bad_option`. */
export function table({ name, rows, columns, display }: TableOptions): ElementInput {
  if (!Array.isArray(rows) || rows.some((row) => typeof row !== 'object' || row === null || Array.isArray(row))) {
    throw new ChatwrightError('bad_option', 'table: rows: expected an array of objects.', {
      fix: 'Give one object for each row: [{ city: "Lisbon", days: 2 }].',
    })
  }
  const wanted = (columns ?? keysOf(rows)).map((column) => (typeof column === 'string' ? { key: column } : column))
  const cells = rows.map((row) => wanted.map(({ key }) => toCell((row as Record<string, unknown>)[key])))
  const shown: Shown = {
    columns: wanted.map(({ key, label }: TableColumn, at) => ({
      label: label ?? key,
      isNumber: cells.length > 0 && cells.every((row) => row[at] === null || typeof row[at] === 'number'),
    })),
    rows: cells,
  }
  const options: { display?: Element['display'] } = display === undefined ? {} : { display }
  return elementInput('table', { ...options, name, content: JSON.stringify(shown) })
}

function keysOf(rows: readonly object[]): string[] {
  const keys = new Set<string>()
  for (const row of rows) for (const key of Object.keys(row)) keys.add(key)
  return [...keys]
}

function toCell(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (typeof value === 'object') return JSON.stringify(value)
  return typeof value === 'bigint' ? value.toString() : null
}
