import { realClock, type Clock } from '../run/clock.ts'

/**
 * One thing a scripted model does: says a text, waits, fails, or hangs for ever. `hang: 'deaf'` does not even hear
 * its signal, as many libraries do not.
 */
export type ScriptItem = string | { waitMs: number } | { error: Error } | { hang: true | 'deaf' }

/** One reply as the model saw it. */
export interface ScriptedCall {
  /** The pieces it gave. */
  readonly given: string[]
  /** How it ended; null while it goes on. `returned`: the reader went away. */
  end: 'done' | 'failed' | 'aborted' | 'returned' | null
}

/** A model that says what it was told to. */
export interface ScriptedModel {
  /** A new reply by the script. It begins when it is asked for its first piece. */
  stream(options?: { signal?: AbortSignal }): AsyncGenerator<string, void, undefined>
  /** All replies so far, the latest last. */
  readonly calls: readonly ScriptedCall[]
}

/** Makes a model that gives every reply by the same script. `clock`: default the machine's. */
export function scriptedModel(script: readonly ScriptItem[], options: { clock?: Clock } = {}): ScriptedModel {
  const clock = options.clock ?? realClock
  const calls: ScriptedCall[] = []

  async function* reply(signal: AbortSignal | undefined): AsyncGenerator<string, void, undefined> {
    const call: ScriptedCall = { given: [], end: null }
    calls.push(call)
    try {
      for (const item of script) {
        signal?.throwIfAborted()
        if (typeof item === 'string') {
          call.given.push(item)
          yield item
        } else if ('waitMs' in item) {
          await wait(clock, item.waitMs, signal)
        } else if ('error' in item) {
          throw item.error
        } else {
          await wait(clock, null, item.hang === 'deaf' ? undefined : signal)
        }
      }
      call.end = 'done'
    } catch (error) {
      call.end = signal?.aborted === true ? 'aborted' : 'failed'
      throw error
    } finally {
      call.end ??= 'returned'
    }
  }

  return {
    calls,
    stream: ({ signal } = {}) => reply(signal),
  }
}

/** `ms` null: for ever. */
function wait(clock: Clock, ms: number | null, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      off()
      reject(signal?.reason as Error)
    }
    const off =
      ms === null
        ? () => undefined
        : clock.after(ms, () => {
            signal?.removeEventListener('abort', onAbort)
            resolve()
          })
    if (signal?.aborted === true) onAbort()
    else signal?.addEventListener('abort', onAbort, { once: true })
  })
}
