import { readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import { codeFrame } from './code-frame.ts'
import { placePrefix } from './import-meta.ts'
import { AppProblem, shortPath } from './problem.ts'

/** What is used of the bundler's errors and logs. `column` counts from 0. */
interface BundlerLog {
  code?: string
  message: string
  id?: string
  /** For an import that was not found: what was asked for. */
  exporter?: string
  loc?: { file?: string; line: number; column: number }
}

/** Puts what the bundler threw into words; `watch`: the files in which a change may mend it. */
export function fromBundler(error: unknown, watch: readonly string[]): AppProblem {
  if (error instanceof AppProblem) return error
  const log = firstLog(error)
  const file = log.loc?.file ?? log.id ?? null
  const line = log.loc?.line ?? null
  return new AppProblem('app_invalid', describe(log, file), {
    ...adviceFor(log),
    cause: error,
    file,
    line,
    frame: file !== null && log.loc ? frameOf(file, log.loc) : null,
    watch: file === null ? watch : [file, ...watch],
  })
}

function firstLog(error: unknown): BundlerLog {
  const errors = (error as { errors?: unknown[] }).errors
  return (errors?.[0] ?? error) as BundlerLog
}

function describe(log: BundlerLog, file: string | null): string {
  const what = headline(log.message)
  switch (log.code) {
    case 'PARSE_ERROR':
      return `Syntax error${file === null ? '' : ` in ${shortPath(file)}`}: ${what}${/[.!?]$/.test(what) ? '' : '.'}`
    case 'UNRESOLVED_IMPORT':
      return `Cannot find ${quoted(log)}${file === null ? '' : `, which ${shortPath(file)} imports`}.`
    default:
      return /[.!?]$/.test(what) ? what : `${what}.`
  }
}

function adviceFor(log: BundlerLog): { fix?: string } {
  if (log.code !== 'UNRESOLVED_IMPORT' || log.exporter === undefined) return {}
  const wanted = log.exporter
  if (/^[./]/.test(wanted)) return { fix: 'Check the path, or create the file.' }
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(wanted)?.[0] ?? wanted
  return { fix: `If it is a package, install it: npm install ${name}` }
}

function quoted(log: BundlerLog): string {
  return log.exporter === undefined ? 'an import' : `'${log.exporter}'`
}

/** The first line of a message, without colours and without the bundler's code in front. */
function headline(message: string): string {
  const first = stripVTControlCharacters(message).split('\n')[0] as string
  return first.replace(/^\[[A-Z_]+\]\s*/, '').trim()
}

function frameOf(file: string, loc: { line: number; column: number }): string | null {
  let source: string
  try {
    source = readFileSync(file, 'utf8')
  } catch {
    // Gone since it was read, or never a file: the message stands without the frame.
    return null
  }
  const shift = loc.line === 1 ? placePrefix(source, file).length : 0
  return codeFrame(source, loc.line, Math.max(0, loc.column - shift))
}
