import { readFileSync } from 'node:fs'

/** Lines shown above and below the place. */
const around = 2

/** The lines around a place in a source, the place marked, as plain text. `line` counts from 1, `column` from 0. */
export function codeFrame(source: string, line: number, column: number | null): string {
  const lines = source.split(/\r?\n/)
  const first = Math.max(1, line - around)
  const last = Math.min(lines.length, line + around)
  const width = String(last).length
  const frame: string[] = []
  for (let number = first; number <= last; number++) {
    const text = lines[number - 1] as string
    frame.push(`${number === line ? '>' : ' '} ${String(number).padStart(width)} | ${text}`.trimEnd())
    if (number === line && column !== null) {
      const indent = text.slice(0, column).replace(/[^\t]/g, ' ')
      frame.push(`  ${' '.repeat(width)} | ${indent}^`)
    }
  }
  return frame.join('\n')
}

/** The same for a file; null when it cannot be read or has no such line. */
export function codeFrameOf(file: string, line: number, column: number | null): string | null {
  let source: string
  try {
    source = readFileSync(file, 'utf8')
  } catch {
    // The frame is an extra: the problem that is being reported is told without it.
    return null
  }
  return line > source.split('\n').length ? null : codeFrame(source, line, column)
}
