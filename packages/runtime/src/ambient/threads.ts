import workerThreads, { type Worker as Thread } from 'node:worker_threads'
import { AbortError } from './abort-error.ts'
import type { Patches } from './patches.ts'
import { refusalOf } from './refusal.ts'
import { surroundings } from './surroundings.ts'

type ThreadClass = typeof Thread
type Arguments = ConstructorParameters<ThreadClass>

/** As it was before it was patched: for threads that the framework looks after itself. */
export const OwnThread: ThreadClass = workerThreads.Worker

/**
 * Records the worker threads that a run starts. There is no way to ask one: they are ended with what else is destroyed,
 * so that code in the grace may still hear from them.
 */
export function patchThreads(patches: Patches): void {
  patches.replace(workerThreads, 'Worker', (Original) => {
    class Worker extends Original {
      constructor(...args: Arguments) {
        const around = surroundings()
        const refusal = around === undefined ? null : refusalOf(around)
        if (refusal !== null) throw new AbortError(refusal)
        super(...args)
        if (around === undefined || around.run.hasEnded) return
        const { threads } = around.run.scope.of(around.lane)
        threads.add(this)
        this.once('exit', () => threads.delete(this))
      }
    }
    return Worker as unknown as () => void
  })
}
