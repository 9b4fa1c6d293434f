import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import type { Patches } from './patches.ts'
import { refusalOf, whenTold } from './refusal.ts'
import { surroundings, type Surroundings } from './surroundings.ts'

/** A request of undici, as it shows it on its diagnostics channels. */
interface UndiciRequest {
  /** There once the request has a connection. */
  abort?: ((reason: Error) => void) | null
  /** One that is aborted is never sent, and told nothing. */
  aborted: boolean
  onError(reason: Error): void
  upgrade?: unknown
}

/**
 * Ends the requests of undici, of the one in Node and of the one from npm, whichever of its functions and dispatchers
 * they go through. What undici calls its errors is its own; the stop is their cause.
 */
export function watchUndici(patches: Patches, onPooled: (socket: Socket) => void): void {
  const releases = new WeakMap<object, () => void>()
  const onOver = (message: unknown): void => {
    const { request } = message as { request: UndiciRequest }
    releases.get(request)?.()
    releases.delete(request)
  }
  const channels: [name: string, listener: (message: unknown) => void][] = [
    ['undici:request:create', (message) => onCreate((message as { request: UndiciRequest }).request, releases)],
    ['undici:request:trailers', onOver],
    ['undici:request:error', onOver],
    ['undici:client:connected', (message) => onPooled((message as { socket: Socket }).socket)],
  ]
  for (const [name, listener] of channels) subscribe(name, listener)
  patches.onUndo(() => {
    for (const [name, listener] of channels) unsubscribe(name, listener)
  })
}

function onCreate(request: UndiciRequest, releases: WeakMap<object, () => void>): void {
  const around = surroundings()
  if (around === undefined || cameOutOfAQueue()) return
  const end = (reason: Error): void => {
    if (request.abort) request.abort(reason)
    else request.onError(reason)
  }
  if (around.run.isStopUnseen) {
    // To notice it is to abort signals. `fetch` is still being called, and cannot be aborted before that is over.
    queueMicrotask(() => void around.run.isStopped)
  } else {
    const refusal = refusalOf(around)
    if (refusal !== null) return refuse(request, refusal, around)
  }
  // a web socket outlives its request
  if (!request.upgrade) releases.set(request, around.run.scope.bind(around.lane, end))
}

function refuse(request: UndiciRequest, refusal: Error, around: Surroundings): void {
  request.aborted = true
  void whenTold(around, refusal).then(() => {
    request.aborted = false
    request.onError(refusal)
  })
}

/**
 * A pool with few connections makes a request when one is free, in the surroundings of the request before it, which may
 * be another run's. Such a request is left alone rather than ended with a stranger.
 */
function cameOutOfAQueue(): boolean {
  const { stackTraceLimit, prepareStackTrace } = Error
  const holder: { stack?: unknown } = {}
  Error.stackTraceLimit = 30
  // names only: writing a stack out means reading source maps
  Error.prepareStackTrace = (_, sites) => sites.some((site) => site.getFunctionName()?.includes('onDrain'))
  Error.captureStackTrace(holder)
  const isDraining = holder.stack === true
  Object.assign(Error, { stackTraceLimit, prepareStackTrace })
  return isDraining
}
