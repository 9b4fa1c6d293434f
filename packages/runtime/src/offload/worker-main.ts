/** What an offloaded worker is told. */
export interface WorkerOrder {
  /** The arguments of the call. */
  args: readonly unknown[]
  /** The module to call an export of; absent when the function is part of the program. */
  module?: { url: string; name: string }
}

/** What was thrown, as far as another thread can be told. */
export interface ThrownError {
  name: string
  message: string
  stack: string
  /** What else it carries, as far as it can be cloned: `code` and the like. */
  fields: Record<string, unknown>
  cause?: Thrown
}

export type Thrown = { error: ThrownError } | { value: unknown }

/** How a worker answers; once. */
export type WorkerAnswer =
  | { type: 'returned'; value: unknown }
  | { type: 'threw'; thrown: Thrown }
  /** What it returned cannot be cloned. */
  | { type: 'unclonable'; reason: string }
  | { type: 'no-export'; names: string[] }

/**
 * What runs in the worker, around the work. Its own source is the worker's program, so it closes over nothing: all it
 * needs it asks Node for.
 */
export function workerMain(work: ((...args: unknown[]) => unknown) | null): void {
  const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads')
  if (parentPort === null) return
  const port = parentPort
  const { args, module } = workerData as WorkerOrder

  const kill = process.kill.bind(process)
  process.kill = (pid, signal) => {
    const isOwn = pid === process.pid || pid === 0 || pid === -process.pid
    return isOwn && signal !== 0 ? process.exit(1) : kill(pid, signal)
  }

  const isClonable = (value: unknown): boolean => {
    try {
      structuredClone(value)
      return true
    } catch {
      return false
    }
  }
  const describe = (thrown: unknown, depth: number): Thrown => {
    if (!(thrown instanceof Error)) return { value: isClonable(thrown) ? thrown : String(thrown) }
    const fields: Record<string, unknown> = {}
    for (const key of Object.keys(thrown)) {
      const value = (thrown as unknown as Record<string, unknown>)[key]
      if (isClonable(value)) fields[key] = value
    }
    const error: ThrownError = {
      name: thrown.name,
      message: thrown.message,
      stack: String(thrown.stack),
      fields,
    }
    return { error: 'cause' in thrown && depth < 4 ? { ...error, cause: describe(thrown.cause, depth + 1) } : error }
  }
  const answer = (message: WorkerAnswer): void => port.postMessage(message)
  const find = async (): Promise<((...args: unknown[]) => unknown) | null> => {
    if (work !== null || module === undefined) return work
    process.setSourceMapsEnabled(true)
    const exports = (await import(module.url)) as Record<string, unknown>
    const found = exports[module.name]
    if (typeof found === 'function') return found as (...args: unknown[]) => unknown
    answer({ type: 'no-export', names: Object.keys(exports).filter((name) => typeof exports[name] === 'function') })
    return null
  }
  const begin = async (): Promise<void> => {
    try {
      const found = await find()
      if (found === null) return
      const value = await found(...args)
      try {
        answer({ type: 'returned', value })
      } catch (error) {
        answer({ type: 'unclonable', reason: error instanceof Error ? error.message : String(error) })
      }
    } catch (error) {
      answer({ type: 'threw', thrown: describe(error, 0) })
    }
  }
  void begin()
}
