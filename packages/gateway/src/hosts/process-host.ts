import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { BroadcastChannel } from 'node:worker_threads'
import type { ToHost } from '@chatwright/protocol'
import type { CreateHost, Host, HostEvents } from './host.ts'
import { ProcessControl } from './process-control.ts'
import type { FromRelay, ToRelay } from './relay-link.ts'

/** How to make a process that serves an app. */
export interface ProcessHostOptions {
  /** The module the process runs: a relay, see {@link ToRelay}. */
  relay: URL
  /** The module the worker in there runs, and what it is handed; see `WorkerHostOptions`. */
  entry: URL
  data: unknown
  /** Node flags of both. Default: those of this process. */
  execArgv?: string[]
  /** Names of `BroadcastChannel`s that reach from the worker into this process and back. */
  channels?: string[]
}

/** How long the last words of a process that ended may take, in milliseconds. */
const lastWordsMs = 1_000

/**
 * A host in a process of its own: what a native add-on does to it, or an abort, is no harm to the gateway, and it ends
 * while its loop is in native code, with all the processes it has started. Messages to it are dearer.
 */
export function processHost(options: ProcessHostOptions): CreateHost {
  return (events) => new ProcessHost(options, events)
}

class ProcessHost implements Host {
  readonly kind = 'process'
  readonly control = new ProcessControl((message) => this.#send(message))
  readonly #events: HostEvents
  readonly #child: ChildProcess
  readonly #channels: Map<string, BroadcastChannel>
  readonly #gone: Promise<void>
  #reason: string | null = null
  #isGone = false

  constructor({ relay, entry, data, execArgv, channels = [] }: ProcessHostOptions, events: HostEvents) {
    this.#events = events
    this.#child = fork(fileURLToPath(relay), [], {
      serialization: 'advanced',
      ...(execArgv ? { execArgv } : {}),
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      // A group of its own: Ctrl-C in a terminal is for the gateway, and its end reaches all it has started.
      detached: process.platform !== 'win32',
    })
    this.#channels = new Map(channels.map((name) => [name, this.#bridge(name)]))
    this.#gone = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => {
        this.#reason ??= signal === null ? `its process exited with code ${code}` : `its process ended by ${signal}`
        if (!this.#child.connected) return resolve()
        this.#child.once('disconnect', resolve)
        setTimeout(resolve, lastWordsMs).unref()
      })
      this.#child.once('error', (error) => {
        this.#reason ??= `its process cannot be started or reached: ${error.message}`
        if (this.#child.pid === undefined) resolve()
      })
    })
    this.#child.on('message', (message: FromRelay) => this.#hear(message))
    void this.#gone.then(() => this.#lose())
    this.#send({ type: 'begin', entry: entry.href, data, channels })
  }

  load(): void {
    this.#send({ type: 'load' })
  }

  post(frame: ToHost): void {
    this.#send({ type: 'frame', frame })
  }

  async terminate(): Promise<void> {
    const { pid } = this.#child
    if (!this.#isGone && pid !== undefined) killGroup(pid, this.#child)
    await this.#gone
  }

  #send(message: ToRelay): void {
    // What fails is that it is gone, and that is heard of otherwise.
    if (this.#child.connected) this.#child.send(message, () => {})
  }

  #hear(message: FromRelay): void {
    switch (message.type) {
      case 'frame':
        this.#events.onFrame(message.frame)
        return
      case 'beat':
        this.control.note(message.beat, message.entered)
        return
      case 'take-back-done':
        this.control.onTakeBackDone(message.slot, message.isBack)
        return
      case 'channel':
        this.#channels.get(message.name)?.postMessage(message.data)
        return
      case 'gone':
        this.#reason = message.reason
        return
    }
  }

  #bridge(name: string): BroadcastChannel {
    const channel = new BroadcastChannel(name)
    channel.addEventListener('message', (event: unknown) => {
      this.#send({ type: 'channel', name, data: (event as { data: unknown }).data })
    })
    channel.unref()
    return channel
  }

  #lose(): void {
    this.#isGone = true
    for (const channel of this.#channels.values()) channel.close()
    this.#events.onGone(this.#reason ?? 'its process ended')
  }
}

function killGroup(pid: number, child: ChildProcess): void {
  try {
    if (process.platform === 'win32') child.kill('SIGKILL')
    else process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended meanwhile.
  }
}
