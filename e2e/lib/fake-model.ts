import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request a model server got. */
export interface ModelRequest {
  openedAt: number
  /** When its connection was closed on it, or null. */
  closedAt: number | null
  /** Whether it had said all it had to say by then. */
  isFinished: boolean
  words: number
}

/**
 * A model over real HTTP: `/stream` says a word every 10 ms, `/silent` accepts and says nothing; both for a minute. It
 * knows of each request whether and when the other side hung up.
 */
export class FakeModel implements AsyncDisposable {
  readonly requests: ModelRequest[] = []
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  static async start(): Promise<FakeModel> {
    const server = createServer()
    const model = new FakeModel(server)
    server.on('request', (request, response) => {
      const record: ModelRequest = { openedAt: performance.now(), closedAt: null, isFinished: false, words: 0 }
      model.requests.push(record)
      response.writeHead(200, { 'content-type': 'text/plain' })
      response.flushHeaders()
      const isStreaming = request.url?.startsWith('/stream')
      const timer = setInterval(() => {
        if (isStreaming) response.write(`w${++record.words} `)
      }, 10)
      const end = setTimeout(() => {
        record.isFinished = true
        response.end()
      }, 60_000)
      response.on('close', () => {
        record.closedAt = performance.now()
        clearInterval(timer)
        clearTimeout(end)
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return model
  }

  url(path: '/stream' | '/silent'): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${path}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }
}
