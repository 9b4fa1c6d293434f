import { ChatwrightError, type Element } from '@chatwright/protocol'
import { serialise } from '../chat/serialise.ts'
import { elementInput, type ElementInput, type ElementOptions } from './element-input.ts'

/**
 * How the values of a column are written, in the reader's language: an amount of a currency (ISO 4217: `{ currency: 'EUR' }`,
 * in units and not in cents), a part of one as `percent`, a size in bytes, a number of fixed decimals, a day, or a day and
 * the time of day. It says nothing about how they are sorted, searched and saved.
 */
export type TableFormat = 'percent' | 'bytes' | 'date' | 'date-time' | { currency: string } | { decimals: number }

/** A column: the key of its values. */
export interface TableColumn {
  key: string
  /** What stands above it. Default: the key. */
  label?: string
  /** Default: numbers as they are, dates as a day and the time of day, texts as they are. */
  format?: TableFormat
}

export interface TableOptions extends Pick<ElementOptions, 'display'> {
  /** How it is called; saved it is `<name>.csv`. */
  name: string
  /**
   * One object for each row, or what gives them by `toArray()`, as a table of Apache Arrow does. Numbers, texts, booleans,
   * dates and nothing are shown as such; other values as JSON.
   */
  rows: readonly object[] | { toArray(): readonly object[] }
  /** Which columns, in order. Default: all keys, in the order in which rows first have them. */
  columns?: readonly (string | TableColumn)[]
}

/** Tables hold this: any key may be a column's, for values stand by number. */
interface Shown {
  columns: { label: string; isNumber: boolean; format?: TableFormat }[]
  rows: (string | number | boolean | null)[][]
}

/** A table whose reader can sort, search and save it. A hundred thousand rows are fine. Throws `bad_option`. */
export function table({ name, rows: given, columns, display }: TableOptions): ElementInput {
  const rows = toRows(given)
  if (rows === null) {
    throw new ChatwrightError('bad_option', 'table: rows: expected an array of objects.', {
      fix: 'Give one object for each row: [{ city: "Lisbon", days: 2 }].',
    })
  }
  const wanted = (columns ?? keysOf(rows)).map((column) => (typeof column === 'string' ? { key: column } : column))
  for (const { key, format } of wanted) checkFormat(key, format)
  const cells = rows.map((row) => wanted.map(({ key }) => toCell(row[key])))
  const shown: Shown = {
    columns: wanted.map(({ key, label, format = formatOf(rows, key) }: TableColumn, at) => ({
      label: label ?? key,
      isNumber: cells.length > 0 && cells.every((row) => row[at] === null || typeof row[at] === 'number'),
      ...(format === undefined ? {} : { format }),
    })),
    rows: cells,
  }
  const options: { display?: Element['display'] } = display === undefined ? {} : { display }
  return elementInput('table', { ...options, name, content: JSON.stringify(shown) })
}

type Row = Record<string, unknown>

/** Null when they are none. A row of Arrow gives its values by `toJSON()`. */
function toRows(given: unknown): Row[] | null {
  const rows = Array.isArray(given) ? given : callOf(given, 'toArray')
  if (!Array.isArray(rows)) return null
  const plain = rows.map((row: unknown) => (row instanceof Date ? null : (callOf(row, 'toJSON') ?? row)))
  return plain.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row)) ? (plain as Row[]) : null
}

function callOf(value: unknown, name: string): unknown {
  const method = (value as Row | null | undefined)?.[name]
  return typeof method === 'function' ? method.call(value) : undefined
}

/** Dates are written as such where all values of a column are dates, or nothing. */
function formatOf(rows: readonly Row[], key: string): TableFormat | undefined {
  const there = rows.map((row) => row[key] ?? null).filter((value) => value !== null)
  return there.length > 0 && there.every((value) => value instanceof Date) ? 'date-time' : undefined
}

function checkFormat(key: string, format: unknown): void {
  const words = ['percent', 'bytes', 'date', 'date-time']
  const { currency, decimals } = (typeof format === 'object' && format !== null ? format : {}) as Row
  const isGood =
    format === undefined ||
    (typeof format === 'string' && words.includes(format)) ||
    (typeof currency === 'string' && /^[A-Z]{3}$/.test(currency)) ||
    (Number.isInteger(decimals) && (decimals as number) >= 0 && (decimals as number) <= 20)
  if (isGood) return
  throw new ChatwrightError('bad_option', `table: columns: '${key}': format: got ${JSON.stringify(format)}.`, {
    fix: `Give one of '${words.join("', '")}', { currency: 'EUR' } or { decimals: 2 }.`,
  })
}

function keysOf(rows: readonly Row[]): string[] {
  const keys = new Set<string>()
  for (const row of rows) for (const key of Object.keys(row)) keys.add(key)
  return [...keys]
}

/** What JSON cannot say, a cycle or a BigInt within, costs its own cell and no more. */
function asJson(value: object): string {
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    return serialise(value).text
  }
}

function toCell(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (typeof value === 'object') return asJson(value)
  if (typeof value !== 'bigint') return null
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value.toString()
}
