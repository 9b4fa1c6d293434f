import { BroadcastChannel, Worker } from 'node:worker_threads'
import type { FromHost } from '@chatwright/protocol'
import { SharedControl } from './host-control.ts'
import { relayLookMs, type FromRelay, type ToRelay } from './relay-link.ts'
import { loadMessage, workerSetup } from './worker-host.ts'

/** Runs in the process of a {@link ProcessHostOptions | process host}, for as long as the gateway is there. */
export function relay(): void {
  // The gateway decides when this process ends, and is gone itself when it cannot.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
  process.on('disconnect', endAll)
  process.once('message', (message: ToRelay) => {
    if (message.type === 'begin') begin(message)
  })
}

function begin({ entry, data, channels }: Extract<ToRelay, { type: 'begin' }>): void {
  const control = new SharedControl()
  const worker = new Worker(new URL(entry), { ...workerSetup, workerData: { data, control: control.block } })
  const bridges = new Map(channels.map((name) => [name, bridge(name)]))
  let reason: string | null = null
  worker.on('message', (frame: FromHost) => tell({ type: 'frame', frame }))
  worker.on('messageerror', (error) => (reason = `sent what cannot be read: ${error.message}`))
  worker.on('error', (error) => (reason = error instanceof Error ? (error.stack ?? error.message) : String(error)))
  worker.on('exit', (code) => tell({ type: 'gone', reason: reason ?? `exited with code ${code}` }, endAll))
  watch(control)
  process.on('message', (message: ToRelay) => {
    switch (message.type) {
      case 'begin':
        return
      case 'load':
        worker.postMessage(loadMessage)
        return
      case 'frame':
        worker.postMessage(message.frame)
        return
      case 'clear':
        control.clear(message.slot)
        return
      case 'raise':
        control.raise(message.slot, message.level)
        return
      case 'take-back': {
        let isBack = false
        control.takeBack(message.slot, () => (isBack = true))
        tell({ type: 'take-back-done', slot: message.slot, isBack })
        return
      }
      case 'channel':
        bridges.get(message.name)?.postMessage(message.data)
        return
    }
  })
}

/** Tells what the host's numbers are, whenever they have changed. */
function watch(control: SharedControl): void {
  let [beat, entered] = [0, 0]
  setInterval(() => {
    if (control.beat === beat && control.entered === entered) return
    ;[beat, entered] = [control.beat, control.entered]
    tell({ type: 'beat', beat, entered })
  }, relayLookMs)
}

function bridge(name: string): BroadcastChannel {
  const channel = new BroadcastChannel(name)
  channel.addEventListener('message', (event: unknown) => {
    tell({ type: 'channel', name, data: (event as { data: unknown }).data })
  })
  return channel
}

function tell(message: FromRelay, onSent: () => void = () => {}): void {
  if (!process.connected) return onSent()
  try {
    process.send?.(message, undefined, undefined, onSent)
  } catch (error) {
    // App code can reach its worker's port, and what crosses threads need not cross a pipe.
    const text = `A host said what cannot be passed on: ${error instanceof Error ? error.message : String(error)}`
    tell({ type: 'frame', frame: { type: 'log', level: 'error', message: text, fields: {} } })
  }
}

/** Ends this process with all that has come from it. */
function endAll(): void {
  try {
    if (process.platform !== 'win32') process.kill(-process.pid, 'SIGKILL')
  } finally {
    process.exit(1)
  }
}
