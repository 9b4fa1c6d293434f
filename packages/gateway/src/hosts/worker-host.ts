import { Worker } from 'node:worker_threads'
import type { FromHost, ToHost } from '@chatwright/protocol'
import { SharedControl } from './host-control.ts'
import type { CreateHost, Host, HostEvents } from './host.ts'

/** How to make a worker that serves an app. */
export interface WorkerHostOptions {
  /** The module the worker runs. It waits for the message `load`, then serves over its `parentPort`. */
  entry: URL
  /** Handed to it as `workerData.data`, beside `workerData.control`. */
  data: unknown
  /** Node flags and memory limits of the worker. */
  execArgv?: string[]
}

/**
 * How every worker that hosts an app is set up. Its heap has room for what lives for a moment only: token loops make much
 * of it, and with Node's own 48 MB they collect all the time.
 */
export const workerSetup = {
  name: 'chatwright-host',
  resourceLimits: { maxYoungGenerationSizeMb: 96 },
} as const

/** The message that tells a warm worker to load the app. */
export const loadMessage = { type: 'load' } as const

/** A host in a worker thread: its loop may block or die without harm to the gateway. */
export function workerHost(options: WorkerHostOptions): CreateHost {
  return (events) => new WorkerHost(options, events)
}

class WorkerHost implements Host {
  readonly kind = 'worker'
  readonly control = new SharedControl()
  readonly #worker: Worker
  #isGone = false

  constructor(options: WorkerHostOptions, events: HostEvents) {
    this.#worker = new Worker(options.entry, {
      ...workerSetup,
      workerData: { data: options.data, control: this.control.block },
      ...(options.execArgv ? { execArgv: options.execArgv } : {}),
    })
    let reason = 'exited'
    this.#worker.on('message', (frame: FromHost) => {
      if (!this.#isGone) events.onFrame(frame)
    })
    this.#worker.on('messageerror', (error) => {
      reason = `sent what cannot be read: ${error.message}`
    })
    this.#worker.on('error', (error) => {
      reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
    })
    this.#worker.on('exit', (code) => {
      this.#isGone = true
      events.onGone(reason === 'exited' ? `exited with code ${code}` : reason)
    })
  }

  load(): void {
    this.#worker.postMessage(loadMessage)
  }

  post(frame: ToHost): void {
    if (!this.#isGone) this.#worker.postMessage(frame)
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate()
  }
}
