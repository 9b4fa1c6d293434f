import type { Cell, TableData } from './table-data.ts'
import { cellWriter } from './write-cell.ts'

/** Words that rows are to have: in one of their cells, or in that of one column. */
export interface Search {
  words: string
  column: number | null
}

/**
 * Searches a table, in what its cells hold and in what stands there. What a column says is worked out when it is first
 * searched, and kept.
 */
export class RowSearch {
  readonly #data: TableData
  readonly #locale: string
  readonly #texts = new Map<number, string[]>()

  constructor(data: TableData, locale: string) {
    this.#data = data
    this.#locale = locale
  }

  find({ words, column }: Search): readonly Cell[][] {
    const { rows, columns } = this.#data
    const wanted = words.trim().toLowerCase()
    if (wanted === '') return rows
    const searched = column === null ? columns.map((_, at) => this.#textsOf(at)) : [this.#textsOf(column)]
    return rows.filter((_, row) => searched.some((texts) => texts[row]?.includes(wanted)))
  }

  #textsOf(column: number): string[] {
    const known = this.#texts.get(column)
    if (known) return known
    const { rows, columns } = this.#data
    const format = columns[column]?.format
    const write = format === undefined ? null : cellWriter(format, this.#locale)
    const texts = rows.map((row) => {
      const cell = row[column] ?? null
      if (cell === null) return ''
      return (write ? `${String(cell)}\n${write(cell)}` : String(cell)).toLowerCase()
    })
    this.#texts.set(column, texts)
    return texts
  }
}
