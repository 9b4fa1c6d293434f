import { createLogger, type Logger, type LogLevel } from '@chatwright/gateway'
import type { Terminal } from './terminal.ts'

/** A line of the log as it arrives. */
interface LogLine {
  level: number
  msg: string
  [field: string]: unknown
}

/** Fields that are there for machines. */
const unshown = new Set(['level', 'time', 'msg', 'from', 'code'])

/**
 * A log for a person who writes an app: what happened, to which run, and the stack beneath. That an app cannot be loaded
 * is left out: it is told with its place, by `describeError`.
 */
export function terminalLog(level: LogLevel, terminal: Terminal): Logger {
  return createLogger(level, {
    write: (text) => {
      const line = JSON.parse(text) as LogLine
      if (line['code'] === 'app_invalid' || line['code'] === 'app_failed') return
      terminal.write(formatLine(line, terminal))
    },
  })
}

function formatLine(line: LogLine, { paint }: Terminal): string {
  const name = line.level >= 50 ? paint('red', 'error') : line.level >= 40 ? paint('yellow', 'warn') : 'info'
  const about: string[] = []
  const beneath: string[] = []
  for (const [field, value] of Object.entries(line)) {
    if (unshown.has(field)) continue
    const text = textOf(value)
    if (text.includes('\n')) beneath.push(text)
    else about.push(`${field} ${text}`)
  }
  const first = `${name} ${line.msg}${about.length > 0 ? paint('dim', `  (${about.join(', ')})`) : ''}`
  return `${[first, ...beneath].join('\n')}\n`
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  const { stack } = (value ?? {}) as { stack?: unknown }
  return typeof stack === 'string' ? stack : JSON.stringify(value)
}
