import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import https from 'node:https'
import { AbortError } from './abort-error.ts'
import type { Patches } from './patches.ts'
import { refusalOf, whenTold } from './refusal.ts'
import { surroundings } from './surroundings.ts'

type Request = (...args: unknown[]) => ClientRequest

/** Ends the requests of `node:http` and `node:https` with the code around. They emit an error whose cause is the run's. */
export function patchHttp(patches: Patches): void {
  for (const module of [http, https]) {
    const protocol = module === http ? 'http:' : 'https:'
    let request: Request = () => {
      throw new Error('not patched')
    }
    patches.replace(module, 'request', (original) => {
      request = (...args) => requestIn(original as Request, protocol, args)
      return request
    })
    patches.replace(module, 'get', () => (...args: unknown[]) => {
      const getting = request(...args)
      getting.end()
      return getting
    })
  }
}

function requestIn(original: Request, protocol: string, args: unknown[]): ClientRequest {
  const around = surroundings()
  if (around === undefined) return original(...args)
  const refusal = refusalOf(around)
  if (refusal !== null) {
    const agent = new RefusingAgent(protocol, new AbortError(refusal), whenTold(around, refusal))
    return refused(original, agent, args)
  }
  const request = original(...args)
  const release = around.run.scope.bind(around.lane, (reason) => end(request, new AbortError(reason)))
  request.once('close', release)
  return request
}

function end(request: ClientRequest, error: AbortError): void {
  const { res: response } = request as { res?: IncomingMessage }
  quiet(request)
  if (response && !response.complete) response.destroy(error)
  request.destroy(error)
}

/** A request that fails before it has a connection. */
function refused(original: Request, agent: RefusingAgent, args: unknown[]): ClientRequest {
  const hasAddress = typeof args[0] === 'string' || args[0] instanceof URL
  const rest = hasAddress ? args.slice(1) : args
  const options = typeof rest[0] === 'object' && rest[0] !== null ? rest[0] : {}
  const callback = rest.find((argument) => typeof argument === 'function')
  const failing = { ...options, agent, createConnection: undefined }
  const request = original(...(hasAddress ? [args[0]] : []), failing, ...(callback ? [callback] : []))
  quiet(request)
  return request
}

/** An agent that never connects. */
class RefusingAgent extends http.Agent {
  readonly #error: Error
  readonly #told: Promise<void>
  protocol: string

  constructor(protocol: string, error: Error, told: Promise<void>) {
    super()
    this.protocol = protocol
    this.#error = error
    this.#told = told
  }

  override createConnection(_options: unknown, callback?: (error: Error, stream: never) => void): undefined {
    // set apart, for a callback that throws is not this promise's business
    void this.#told.then(() => setImmediate(() => callback?.(this.#error, undefined as never)))
  }
}

/** The error of a stop crashes nobody who does not listen. */
function quiet(request: ClientRequest): void {
  if (request.listenerCount('error') === 0) request.on('error', () => undefined)
}
