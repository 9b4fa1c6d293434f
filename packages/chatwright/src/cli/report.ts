import { isChatwrightError } from '@chatwright/protocol'
import { AppProblem, shortPath } from '../app/problem.ts'
import type { Terminal } from './terminal.ts'

/**
 * What a person at a terminal is told of an error: what happened, where, and what to do. An error that is not ours has
 * its stack instead: it is a bug, theirs or the framework's.
 */
export function describeError(error: unknown, { paint }: Pick<Terminal, 'paint'>): string {
  if (!isChatwrightError(error)) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return `${paint('red', 'Unexpected error')}\n${what}\n`
  }
  const lines = [paint('red', error.message)]
  if (error instanceof AppProblem && error.frame !== null && error.file !== null) {
    lines.push('', paint('cyan', `${shortPath(error.file)}:${error.line}`), error.frame, '')
  }
  if (error.fix !== undefined) lines.push(error.fix)
  return `${lines.join('\n')}\n`
}
