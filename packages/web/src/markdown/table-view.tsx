import { memo, type ReactNode } from 'react'
import type { Tokens } from 'marked'
import { Inline } from './inline-view.tsx'
import { labels } from './labels.ts'
import { plainText } from './plain-text.ts'
import type { Part } from './split-block.ts'
import type { InlineToken } from './tokens.ts'

/** A table in a card that scrolls sideways; the settled rows of a long one come in parts. */
export function TableView({ token, parts, caret }: { token: Tokens.Table; parts: readonly Part[]; caret: ReactNode }) {
  const columns = token.header.map((cell) => plainText(cell.tokens as InlineToken[]).trim())
  const [part] = parts
  const firstRow = part?.kind === 'rows' ? part.rows[0] : token.rows[0]
  const sides = token.header.map((cell, column) => sideOf(cell, firstRow?.[column])).join(' ')
  const isCaretInHead = token.rows.length === 0 && parts.length === 0
  return (
    <div className="table-card" tabIndex={0} role="group" aria-label={labels.table(columns.filter(Boolean).join(', '))}>
      <table>
        <thead>
          <Row cells={token.header} sides={sides} caret={isCaretInHead ? caret : undefined} />
        </thead>
        <tbody>
          {parts.map((part, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- parts are only ever added at the end
            <TablePart key={index} part={part} sides={sides} />
          ))}
          <Rows rows={token.rows} sides={sides} caret={caret} />
        </tbody>
      </table>
    </div>
  )
}

const TablePart = memo(function TablePart({ part, sides }: { part: Part; sides: string }) {
  return part.kind === 'rows' ? <Rows rows={part.rows} sides={sides} caret={undefined} /> : null
})

function Rows({ rows, sides, caret }: { rows: readonly Tokens.TableCell[][]; sides: string; caret: ReactNode }) {
  return rows.map((cells, index) => (
    // oxlint-disable-next-line react/no-array-index-key -- nothing is ever inserted before a row
    <Row key={index} cells={cells} sides={sides} caret={index === rows.length - 1 ? caret : undefined} />
  ))
}

function Row({ cells, sides, caret }: { cells: readonly Tokens.TableCell[]; sides: string; caret: ReactNode }) {
  const side = sides.split(' ')
  return (
    <tr>
      {cells.map((cell, column) => {
        const Cell = cell.header ? 'th' : 'td'
        return (
          // oxlint-disable-next-line react/no-array-index-key -- a column has no other name
          <Cell key={column} className={`is-${side[column] ?? 'start'}`} scope={cell.header ? 'col' : undefined}>
            <Inline tokens={cell.tokens as InlineToken[]} caret={column === cells.length - 1 ? caret : undefined} />
          </Cell>
        )
      })}
    </tr>
  )
}

const figure = /^[-+−–]?\s?\p{Sc}?\s?\d[\d\s.,:'’]*(?:\p{Sc}|%|°|\p{L}{1,3})?$/u

/**
 * Where the cells of a column stand: where the author says, else figures at the end. The first row decides, so that it
 * stays.
 */
function sideOf(head: Tokens.TableCell, first: Tokens.TableCell | undefined): 'start' | 'center' | 'end' {
  if (head.align === 'center') return 'center'
  if (head.align !== null) return head.align === 'right' ? 'end' : 'start'
  return first && figure.test(plainText(first.tokens as InlineToken[]).trim()) ? 'end' : 'start'
}
