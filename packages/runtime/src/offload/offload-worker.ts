import type { Worker } from 'node:worker_threads'
import { OwnThread } from '../ambient/threads.ts'
import { ChatwrightError } from '@chatwright/protocol'
import type { Work } from './read-work.ts'
import { explained, rethrown } from './thrown.ts'
import { workerMain, type WorkerAnswer, type WorkerOrder } from './worker-main.ts'

/** What bundlers and test runners write into the source of a function: for its name, and in place of `import()`. */
const helpers =
  "var __name=(f,n)=>Object.defineProperty(f,'name',{value:n,configurable:true})," +
  '__vite_ssr_dynamic_import__=(m)=>import(m);'

/** One piece of work in a worker of its own, from its start to its end. */
export class OffloadWorker {
  /** What the work gave or threw. */
  readonly result: Promise<unknown>
  /** Resolves when the thread is gone. */
  readonly ended: Promise<void>
  readonly #worker: Worker
  readonly #work: Work
  readonly #calledAt: string
  #settle: { resolve(value: unknown): void; reject(error: unknown): void } = { resolve: ignore, reject: ignore }

  /** `module`: where the work's module is when it was prepared. `calledAt`: the caller's part of the stack. */
  constructor(work: Work, module: URL | null, calledAt: string) {
    this.#work = work
    this.#calledAt = calledAt
    this.result = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject }
    })
    this.#worker = start(work, module)
    this.ended = new Promise((resolve) => {
      this.#worker.on('exit', (code) => {
        this.#settle.reject(this.#endedItself(code))
        resolve()
      })
    })
    this.#worker.on('message', (answer: WorkerAnswer) => this.#take(answer))
    this.#worker.on('messageerror', (error) => this.end(this.#unclonable(error.message)))
    this.#worker.on('error', (error) => this.#settle.reject(this.#crashed(error)))
  }

  /** Ends the thread at once, whatever it does. `reason`: what the call throws, unless it has its result. */
  end(reason: unknown): void {
    this.#settle.reject(reason)
    void this.#worker.terminate()
  }

  #take(answer: WorkerAnswer): void {
    switch (answer.type) {
      case 'returned':
        this.#settle.resolve(answer.value)
        break
      case 'threw':
        this.#settle.reject(this.#explained(rethrown(answer.thrown, this.#calledAt)))
        break
      case 'unclonable':
        this.#settle.reject(this.#unclonable(answer.reason))
        break
      case 'no-export':
        this.#settle.reject(this.#noExport(answer.names))
        break
    }
    // Timers and sockets that the work left behind end with it.
    void this.#worker.terminate()
  }

  #explained(error: unknown): unknown {
    return 'expression' in this.#work.code ? explained(error, this.#work.label) : error
  }

  #unclonable(reason: string): ChatwrightError {
    return new ChatwrightError('offload_failed', `What ${this.#work.label} gave cannot be sent back: ${reason}`, {
      fix: 'Return plain values, arrays, maps, dates or buffers; no functions, and no instances that need their methods.',
    })
  }

  #noExport(names: string[]): ChatwrightError {
    const name = 'name' in this.#work.code ? this.#work.code.name : ''
    const there = names.length === 0 ? 'It exports no function.' : `There are: ${names.join(', ')}.`
    return new ChatwrightError(
      'bad_option',
      `chat.offload: ${this.#work.label} exports no function ${name}. ${there}`,
      {
        fix: 'Name one with the option export, or export the work by default.',
      },
    )
  }

  #crashed(error: unknown): unknown {
    if (isError(error) && (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY') {
      return new ChatwrightError('offload_failed', `${this.#work.label} ran out of memory and was ended.`, {
        fix: 'Give it less at a time, or start Node with a larger --max-old-space-size.',
        cause: error,
      })
    }
    // Thrown where the work could not catch it: in a timer, or while the program was read.
    if (!isError(error)) return error
    const { name, message, stack = '' } = error
    const thrown = { error: { name, message, stack, fields: Object.fromEntries(Object.entries(error)) } }
    return this.#explained(rethrown(thrown, this.#calledAt))
  }

  #endedItself(code: number): ChatwrightError {
    return new ChatwrightError('offload_failed', `${this.#work.label} ended its worker with code ${code}.`, {
      fix: 'Return from the work, or throw; process.exit ends it without a result.',
    })
  }
}

function start({ code, args, label, transfer }: Work, module: URL | null): Worker {
  const order: WorkerOrder = { args }
  let work = 'null'
  if ('expression' in code) work = `(${code.expression}\n)`
  else order.module = { url: (module ?? code.module).href, name: code.name }
  const place = `offload:${label.replaceAll(/[^\w.-]+/g, '-')}`
  try {
    return new OwnThread(`${helpers}(${workerMain.toString()})(${work});\n//# sourceURL=${place}`, {
      eval: true,
      name: label,
      workerData: order,
      transferList: transfer as never,
    })
  } catch (error) {
    if (!isError(error) || error.name !== 'DataCloneError') throw error
    throw new ChatwrightError('bad_option', `chat.offload: an argument of ${label} cannot be sent: ${error.message}`, {
      fix: 'Give it plain values, arrays, maps, dates or buffers; no functions, and no instances that need their methods.',
      cause: error,
    })
  }
}

function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === '[object Error]'
}

function ignore(): void {}
