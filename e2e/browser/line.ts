import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** A line between a browser and a server that can be cut, or fall silent in the direction of the server. */
export class Line implements AsyncDisposable {
  readonly url: string
  readonly #server: Server
  readonly #pairs: Set<[Socket, Socket]>
  #isCut = false

  private constructor(server: Server, pairs: Set<[Socket, Socket]>) {
    this.#server = server
    this.#pairs = pairs
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  /** Leads to the server at `url`. */
  static async to(url: string): Promise<Line> {
    const port = Number(new URL(url).port)
    const server = createServer()
    const pairs = new Set<[Socket, Socket]>()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const line = new Line(server, pairs)
    server.on('connection', (near) => {
      if (line.#isCut) return near.destroy()
      const far = connect(port, '127.0.0.1')
      const pair: [Socket, Socket] = [near, far]
      pairs.add(pair)
      near.pipe(far).pipe(near)
      for (const socket of pair) {
        // One end that breaks takes the other with it, and that is all.
        socket.on('error', () => {})
        socket.on('close', () => {
          for (const other of pair) other.destroy()
          pairs.delete(pair)
        })
      }
      return undefined
    })
    return line
  }

  /** Nobody gets through, in either direction, until `heal`. */
  cut(): void {
    this.#isCut = true
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy()
  }

  heal(): void {
    this.#isCut = false
  }

  /** What the browser says does not arrive until `release`; what the server says does. */
  hold(): void {
    for (const [near, far] of this.#pairs) {
      near.unpipe(far)
      near.pause()
    }
  }

  release(): void {
    for (const [near, far] of this.#pairs) near.pipe(far)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut()
    this.#server.close()
    await once(this.#server, 'close')
  }
}
