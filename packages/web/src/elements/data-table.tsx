import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Element } from '@chatwright/protocol'
import { ArrowDown, ArrowUp, Download } from 'lucide-react'
import { locale } from '../i18n/t.ts'
import { t } from './words.ts'
import { Icon } from '../icons/icon.tsx'
import { IconButton } from '../icons/icon-button.tsx'
import '../styles/data-table.css'
import { Loading } from './loading.tsx'
import { RowSearch, type Search } from './search-rows.ts'
import { readTable, sortRows, toCsv, type Cell, type Column, type Sort, type TableData } from './table-data.ts'
import { useElementText } from './use-element-text.ts'
import { cellWriter, isDays } from './write-cell.ts'

/** The height of a row, in CSS pixels, and how many are drawn beyond what is seen. */
const rowPx = 37
const beyond = 12

/** A table that is sorted, searched and saved by its reader. */
export default function DataTable({ element, threadId }: { element: Element; threadId: string }) {
  const text = useElementText(threadId, element)
  const data = useMemo(() => (text ? readTable(text) : null), [text])
  if (text === undefined) return <Loading />
  if (!data) {
    return (
      <p className="problem" role="alert">
        {t('element.failed', { name: element.name })}
      </p>
    )
  }
  return <Table name={element.name} data={data} />
}

function Table({ name, data }: { name: string; data: TableData }) {
  const [search, setSearch] = useState<Search>({ words: '', column: null })
  const [sort, setSort] = useState<Sort | null>(null)
  const wanted = useDeferredValue(search)
  const searcher = useMemo(() => new RowSearch(data, locale), [data])
  const rows = useMemo(() => sortRows(searcher.find(wanted), sort), [searcher, wanted, sort])
  const save = (): void => {
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([toCsv(data, rows)], { type: 'text/csv' }))
    link.download = name.endsWith('.csv') ? name : `${name}.csv`
    link.click()
    URL.revokeObjectURL(link.href)
  }
  const sortBy = (column: number): void =>
    setSort(sort?.column !== column ? { column, isDown: false } : sort.isDown ? null : { column, isDown: true })
  return (
    <div className="dataframe">
      <div className="dataframe-head">
        <b className="grow" dir="auto">
          {name}
        </b>
        <span className="num hint" role="status">
          {t('table.rows', { count: rows.length.toLocaleString(locale) })}
        </span>
        <input
          className="input"
          type="search"
          aria-label={t('table.search', { name })}
          placeholder={t('table.find')}
          value={search.words}
          onChange={(change) => setSearch({ ...search, words: change.currentTarget.value })}
        />
        {data.columns.length > 1 && (
          <select
            className="input"
            aria-label={t('table.where')}
            value={search.column ?? ''}
            onChange={({ currentTarget: { value } }) =>
              setSearch({ ...search, column: value === '' ? null : Number(value) })
            }
          >
            <option value="">{t('table.everywhere')}</option>
            {data.columns.map(({ label }, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- columns stay where they are, and may share a label
              <option key={at} value={at}>
                {label}
              </option>
            ))}
          </select>
        )}
        <IconButton icon={Download} label={t('table.save')} isSmall onClick={save} />
      </div>
      <Rows name={name} columns={data.columns} rows={rows} sort={sort} onSort={sortBy} />
    </div>
  )
}

interface RowsProps {
  name: string
  columns: TableData['columns']
  rows: readonly Cell[][]
  sort: Sort | null
  onSort: (column: number) => void
}

/** Only what is seen is drawn, however many rows there are. */
function Rows({ name, columns, rows, sort, onSort }: RowsProps) {
  const room = useRef<HTMLDivElement>(null)
  const [first, setFirst] = useState(0)
  const [seen, setSeen] = useState(12)
  useEffect(() => {
    const box = room.current
    if (!box) return
    const look = new ResizeObserver(() => setSeen(Math.ceil(box.clientHeight / rowPx)))
    look.observe(box)
    return () => look.disconnect()
  }, [])
  const writers = useMemo(() => columns.map(({ format }) => cellWriter(format, locale)), [columns])
  const from = Math.max(0, Math.min(first, rows.length - 1) - beyond)
  const to = Math.min(rows.length, first + seen + beyond)
  return (
    <div
      className="dataframe-room"
      ref={room}
      tabIndex={0}
      role="group"
      aria-label={name}
      onScroll={(scroll) => {
        const row = Math.floor(scroll.currentTarget.scrollTop / rowPx)
        // Within the frame that shows the new place: later it would be empty for a moment.
        flushSync(() => setFirst(row))
      }}
    >
      <table aria-rowcount={rows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- columns stay where they are, and may share a label
              <th key={at} className={sideOf(column)} aria-sort={sortOf(sort, at)}>
                <button type="button" onClick={() => onSort(at)}>
                  {column.label}
                  {sort?.column === at && <Icon of={sort.isDown ? ArrowDown : ArrowUp} isSmall />}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Space rows={from} columns={columns.length} />
          {rows.slice(from, to).map((row, index) => (
            <tr key={from + index} aria-rowindex={from + index + 2}>
              {columns.map((column, at) => {
                const words = writers[at]?.(row[at])
                return (
                  // oxlint-disable-next-line react/no-array-index-key -- see above
                  <td key={at} className={sideOf(column)} title={words} dir="auto">
                    {words}
                  </td>
                )
              })}
            </tr>
          ))}
          <Space rows={rows.length - to} columns={columns.length} />
        </tbody>
      </table>
    </div>
  )
}

/** The room of rows that are not drawn. */
function Space({ rows, columns }: { rows: number; columns: number }) {
  if (rows <= 0) return null
  return (
    <tr aria-hidden="true">
      <td className="space" colSpan={columns} style={{ blockSize: rows * rowPx }} />
    </tr>
  )
}

function sortOf(sort: Sort | null, column: number): 'ascending' | 'descending' | 'none' {
  if (sort?.column !== column) return 'none'
  return sort.isDown ? 'descending' : 'ascending'
}

/** Numbers stand at the right, so that their digits are below each other. */
function sideOf({ isNumber, format }: Column): 'r' | undefined {
  return isNumber && !isDays(format) ? 'r' : undefined
}
