import { isChatwrightError } from '@chatwright/protocol'
import { AppProblem, shortPath } from '../app/problem.ts'

/** How a terminal shows things. */
export interface Terminal {
  hasColors: boolean
  /** Where problems go: standard error. */
  write(text: string): void
}

/**
 * What a person at a terminal is told of an error: what happened, where, and what to do. An error that is not ours has
 * its stack instead: it is a bug, theirs or the framework's.
 */
export function describeError(error: unknown, hasColors: boolean): string {
  const paint = (code: number, text: string): string => (hasColors ? `\u001B[${code}m${text}\u001B[0m` : text)
  if (!isChatwrightError(error)) {
    return `${paint(31, 'Unexpected error')}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`
  }
  const lines = [paint(31, error.message)]
  if (error instanceof AppProblem && error.frame !== null && error.file !== null) {
    lines.push('', paint(36, `${shortPath(error.file)}:${error.line}`), error.frame, '')
  }
  if (error.fix !== undefined) lines.push(error.fix)
  return `${lines.join('\n')}\n`
}
