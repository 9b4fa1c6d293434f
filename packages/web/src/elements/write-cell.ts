import { bytes } from '../format/bytes.ts'
import type { Cell } from './table-data.ts'

/** How the values of a column are written; see `TableFormat` of the framework. */
export type CellFormat = 'percent' | 'bytes' | 'date' | 'date-time' | { currency: string } | { decimals: number }

/** Writes the cells of a column in the reader's language. What its format does not fit is written as it is. */
export function cellWriter(format: CellFormat | undefined, locale: string): (cell: Cell | undefined) => string {
  const number = new Intl.NumberFormat(locale, numberOptions(format))
  const day = isDays(format) ? new Intl.DateTimeFormat(locale, dayOptions(format)) : null
  return (cell) => {
    if (cell === null || cell === undefined) return ''
    if (day) {
      const at = typeof cell === 'boolean' ? Number.NaN : new Date(cell).getTime()
      return Number.isNaN(at) ? String(cell) : day.format(at)
    }
    if (typeof cell !== 'number') return String(cell)
    return format === 'bytes' ? bytes(cell) : number.format(cell)
  }
}

/** Whether a column holds points in time, which are numbers only to a computer. */
export function isDays(format: CellFormat | undefined): format is 'date' | 'date-time' {
  return format === 'date' || format === 'date-time'
}

/** A day has no time zone: it is the same for every reader. */
function dayOptions(format: 'date' | 'date-time'): Intl.DateTimeFormatOptions {
  return format === 'date' ? { dateStyle: 'medium', timeZone: 'UTC' } : { dateStyle: 'medium', timeStyle: 'short' }
}

function numberOptions(format: CellFormat | undefined): Intl.NumberFormatOptions {
  if (format === 'percent') return { style: 'percent', maximumFractionDigits: 1 }
  if (typeof format !== 'object') return { maximumFractionDigits: 10 }
  if ('currency' in format) return { style: 'currency', currency: format.currency }
  return { minimumFractionDigits: format.decimals, maximumFractionDigits: format.decimals }
}
