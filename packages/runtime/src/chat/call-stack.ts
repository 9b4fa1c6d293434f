/**
 * Tells nested from side by side for steps that are opened as a scope.
 *
 * `chat.step(options)` can but change the context of the code that runs, and until its caller first awaits, that is
 * its caller's context too: in `Promise.all([a(), b()])` the step that `a` opened is still around when `b` opens one.
 * Contexts cannot tell this from `a` calling `b`, but the call stack can: in the second case `a` is still on it.
 */

/** The functions under way, outermost first. `below`: a function of the framework; it and what it calls are left out. */
export function callers(below?: (...args: never[]) => unknown): string[] {
  const { stackTraceLimit } = Error
  const holder: { stack?: string } = {}
  Error.stackTraceLimit = 64
  Error.captureStackTrace(holder, below)
  Error.stackTraceLimit = stackTraceLimit
  return (holder.stack ?? '').split('\n').slice(1).toReversed()
}

/** Whether the function that was innermost in `opener` is still under way in `now`, having gone on. */
export function isInside(opener: readonly string[], now: readonly string[]): boolean {
  const depth = opener.length - 1
  for (let at = 0; at < depth; at++) if (opener[at] !== now[at]) return false
  const before = opener[depth]
  const after = now[depth]
  return before !== undefined && after !== undefined && before !== after && functionOf(before) === functionOf(after)
}

function functionOf(line: string): string {
  return line.replace(/:\d+:\d+\)?$/, '')
}
