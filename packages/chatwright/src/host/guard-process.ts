/** What ends a process, and the calls that mean this very one. */
type EndingCall = 'process.exit' | 'process.abort' | 'process.kill' | 'process.reallyExit'

/** Decides about a call that would end the process: throws, ends the thread, or lets it go on. `at`: who called. */
export type OnEnding = (call: EndingCall, at: string, code: unknown) => void

/**
 * Asks before this thread's code ends the process. Gives the off switch, which leaves in place what somebody else has put
 * over it.
 */
export function guardProcess(onEnding: OnEnding): () => void {
  const before = { exit: process.exit, abort: process.abort, kill: process.kill, reallyExit: reallyExitOf(process) }
  const guarded = {
    exit: ((code) => {
      onEnding('process.exit', caller(guarded.exit), code)
      return before.exit.call(process, code)
    }) as typeof process.exit,
    abort: (() => {
      onEnding('process.abort', caller(guarded.abort), undefined)
      return before.abort.call(process)
    }) as typeof process.abort,
    kill: ((pid, signal) => {
      // 0 asks only whether it is there; the group of a process holds the process too.
      const isOwn = pid === process.pid || pid === 0 || pid === -process.pid
      if (isOwn && signal !== 0) onEnding('process.kill', caller(guarded.kill), signal)
      return before.kill.call(process, pid, signal)
    }) as typeof process.kill,
    reallyExit: ((code) => {
      // Node's own process.exit comes by here, asked or not.
      const at = caller(guarded.reallyExit)
      if (!at.includes('node:internal')) onEnding('process.reallyExit', at, code)
      return before.reallyExit.call(process, code)
    }) as typeof before.reallyExit,
  }
  Object.assign(process, guarded)
  return () => {
    for (const name of ['exit', 'abort', 'kill', 'reallyExit'] as const) {
      const now = process as unknown as Record<string, unknown>
      if (now[name] === guarded[name]) now[name] = before[name]
    }
  }
}

/** What ends the thread at once, without asking anybody. */
export function reallyExitOf(owner: object): (code?: unknown) => never {
  return (owner as { reallyExit: (code?: unknown) => never }).reallyExit
}

function caller(below: (...args: never[]) => unknown): string {
  const holder: { stack?: string } = {}
  Error.captureStackTrace(holder, below)
  return holder.stack?.split('\n')[1]?.trim() ?? ''
}
