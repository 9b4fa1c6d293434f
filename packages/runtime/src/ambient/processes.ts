import childProcess, { type ChildProcess } from 'node:child_process'
import { AbortError } from './abort-error.ts'
import { OwnedProcess } from './owned-process.ts'
import { startOf } from './process-table.ts'
import type { Patches } from './patches.ts'
import { refusalOf, whenTold } from './refusal.ts'
import { surroundings, type Surroundings } from './surroundings.ts'

/** What Node's own functions give to the one they all end up in. */
type Spawn = (this: ChildProcess, options: { file: string }) => number | undefined

/**
 * Ends child processes with the code around. `spawn`, `exec`, `execFile` and `fork` all go through one method of the
 * child; the ones that block do not.
 */
export function patchProcesses(patches: Patches): void {
  const prototype = childProcess.ChildProcess.prototype as unknown as { spawn: Spawn }
  patches.replace(prototype, 'spawn', (spawn) => {
    return function (this: ChildProcess, options: { file: string }) {
      const around = surroundings()
      if (around === undefined) return spawn.call(this, options)
      const refusal = refusalOf(around)
      if (refusal !== null) {
        return refuse(this, spawn, options, new AbortError(refusal), whenTold(around, refusal))
      }
      const result = spawn.call(this, options)
      if (this.pid !== undefined) own(this, this.pid, around)
      return result
    }
  })
}

function own(child: ChildProcess, pid: number, { run, lane }: Surroundings): void {
  const { processes } = run.scope.of(lane)
  run.scope.report({ type: 'process-started', runId: run.id, pid, startedAt: startOf(pid) })
  const owned = new OwnedProcess(child, pid, () => {
    run.scope.report({ type: 'process-gone', runId: run.id, pid })
    release()
    processes.delete(owned)
  })
  processes.add(owned)
  const release = run.scope.bind(lane, (reason) => owned.tell(reason))
}

/** Starts a file that cannot be there, so that nothing is begun and each of Node's functions fails in its own way. */
function refuse(
  child: ChildProcess,
  spawn: Spawn,
  options: { file: string },
  error: AbortError,
  told: Promise<void>,
): number | undefined {
  const emit = child.emit.bind(child)
  let hasFailed = false
  child.emit = (event: string | symbol, ...args: unknown[]) => {
    if (event === 'error') hasFailed = true
    // before it, Node is still setting it up
    if (!hasFailed) return emit(event, ...args)
    void told.then(() =>
      setImmediate(() => {
        if (event !== 'error') emit(event, ...args)
        else if (child.listenerCount('error') > 0) emit('error', error)
      }),
    )
    return true
  }
  return spawn.call(child, { ...options, file: '' })
}
