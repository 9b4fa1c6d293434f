import { fileURLToPath } from 'node:url'
import { codeFrameOf } from './code-frame.ts'
import { AppProblem, shortPath } from './problem.ts'

const place = /(?:\(|at (?:async )?|^)((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^()]*?):(\d+):(\d+)\)?$/

/**
 * Puts an error into words that the app's code threw while it was loaded. `stack` is its stack, in which the place is
 * found: the first line that is neither of a package nor of Node.
 */
export function fromLoadFailure(stack: string, appFile: string): AppProblem {
  const at = firstOwnPlace(stack)
  const message = (stack.split(/\n\s+at /)[0] as string).trim()
  return new AppProblem('app_failed', `${shortPath(appFile)} failed while it was being loaded: ${message}`, {
    file: at?.file ?? appFile,
    line: at?.line ?? null,
    frame: at ? codeFrameOf(at.file, at.line, at.column) : null,
    cause: stack,
  })
}

function firstOwnPlace(stack: string): { file: string; line: number; column: number } | null {
  for (const text of stack.split('\n')) {
    const [, path, line, column] = place.exec(text.trim()) ?? []
    if (!path || /[\\/](?:node_modules|\.chatwright)[\\/]/.test(path)) continue
    const file = path.startsWith('file://') ? fileURLToPath(path) : path
    return { file, line: Number(line), column: Number(column) - 1 }
  }
  return null
}
