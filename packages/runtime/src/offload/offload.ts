import { ChatwrightError } from '@chatwright/protocol'
import type { Lane } from '../run/lane.ts'
import type { Run } from '../run/run.ts'
import { OffloadWorker } from './offload-worker.ts'
import { readWork, type Work } from './read-work.ts'

/** Makes a module of an app one that Node can import, and says where that one is. What it throws, the call throws. */
export type PrepareModule = (module: URL) => Promise<URL>

/** What a call of `chat.offload` comes with. */
export interface OffloadCall {
  readonly first: unknown
  readonly rest: readonly unknown[]
  /** The stack of the calling code, without its first line. */
  readonly calledAt: string
}

/**
 * Does work in a worker of its own and gives its result. The lane's interruption ends the worker at once; the run's
 * ledger holds the thread until it is gone, so a stop settles when it is.
 */
export async function offload(call: OffloadCall, run: Run, lane: Lane, prepare: PrepareModule): Promise<unknown> {
  const work = readWork(call.first, call.rest)
  const startedAt = run.clock.now()
  const module = 'module' in work.code ? await lane.wait(withinTime(work, run, prepare(work.code.module))) : null
  const worker = new OffloadWorker(work, module, call.calledAt)
  run.ledger.hold(`offload ${work.label}`, worker.ended)
  const offLane = lane.onInterrupt((reason) => worker.end(reason))
  const offTimer =
    work.timeoutMs === null
      ? null
      : run.clock.after(Math.max(0, work.timeoutMs - (run.clock.now() - startedAt)), () =>
          worker.end(tookTooLong(work)),
        )
  try {
    return await worker.result
  } finally {
    offTimer?.()
    offLane()
  }
}

/** Without anybody who bundles: what Node can import by itself. */
export const prepareNothing: PrepareModule = async (module) => {
  const isTypeScript = /\.[cm]?tsx?$/.test(module.pathname)
  const isStripped = (process.features as { typescript?: string | false }).typescript
  if (!isTypeScript || (isStripped && !module.pathname.endsWith('x'))) return module
  throw new ChatwrightError('bad_option', `chat.offload: this Node cannot import ${module.pathname}.`, {
    fix: 'Serve the app with chatwright, which bundles it, or give the address of a JavaScript module.',
  })
}

function withinTime<T>(work: Work, run: Run, promise: Promise<T>): Promise<T> {
  const { timeoutMs } = work
  if (timeoutMs === null) return promise
  return new Promise((resolve, reject) => {
    const off = run.clock.after(timeoutMs, () => reject(tookTooLong(work)))
    promise.then(resolve, reject).finally(off)
  })
}

function tookTooLong({ label, timeoutMs }: Work): ChatwrightError {
  return new ChatwrightError('timed_out', `${label} took longer than ${timeoutMs} ms and was ended.`, {
    fix: 'Raise timeoutMs, or give it less to do.',
  })
}
