import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request a server got. */
export interface ServedRequest {
  path: string
  /** When its connection was closed before it had its answer, or null. */
  cutAt: number | null
}

/**
 * A server that knows what became of its callers: `/silent` never answers, `/stream` sends without end, `/fail` asks to
 * try again in four seconds, all else answers at once.
 */
export class PatientServer implements AsyncDisposable {
  readonly requests: ServedRequest[] = []
  readonly #server: Server = createServer()

  static async start(): Promise<PatientServer> {
    const patient = new PatientServer()
    patient.#server.on('request', (request, response) => {
      const path = request.url ?? ''
      const served: ServedRequest = { path, cutAt: null }
      patient.requests.push(served)
      response.on('close', () => {
        if (!response.writableFinished) served.cutAt = performance.now()
      })
      if (path.startsWith('/silent')) return
      if (path.startsWith('/fail')) return void response.writeHead(503, { 'retry-after': '4' }).end()
      if (!path.startsWith('/stream')) return void response.end('hello')
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      const timer = setInterval(() => response.write('data: {"choices":[]}\n\n'), 10)
      response.on('close', () => clearInterval(timer))
    })
    patient.#server.listen(0, '127.0.0.1')
    await once(patient.#server, 'listening')
    return patient
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }
}
