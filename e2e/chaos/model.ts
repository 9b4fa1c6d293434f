import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A model over real HTTP: a word every 10 ms for a minute. It knows which of its answers somebody still listens to. */
export class ChaosModel implements AsyncDisposable {
  readonly #server = createServer((request, response) => {
    const key = new URL(request.url ?? '/', 'http://localhost').searchParams.get('key') ?? ''
    this.#answer(key, response)
  })
  readonly #open = new Map<string, ServerResponse>()

  static async start(): Promise<ChaosModel> {
    const model = new ChaosModel()
    model.#server.listen(0, '127.0.0.1')
    await once(model.#server, 'listening')
    return model
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  isOpen(key: string): boolean {
    return this.#open.has(key)
  }

  #answer(key: string, response: ServerResponse): void {
    this.#open.set(key, response)
    response.writeHead(200, { 'content-type': 'text/plain' })
    const timer = setInterval(() => response.write('word '), 10)
    const end = setTimeout(() => response.end(), 60_000)
    response.on('close', () => {
      clearInterval(timer)
      clearTimeout(end)
      if (this.#open.get(key) === response) this.#open.delete(key)
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }
}
