import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** A line that lets only so many bytes a second through from the server, and counts them. */
export class SlowLine implements AsyncDisposable {
  /** Bytes that have come out at the viewer's end. */
  bytes = 0
  bytesPerSecond: number
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  private constructor(server: Server, bytesPerSecond: number) {
    this.#server = server
    this.bytesPerSecond = bytesPerSecond
  }

  static async to(url: string, bytesPerSecond: number): Promise<SlowLine> {
    const server = createServer()
    const line = new SlowLine(server, bytesPerSecond)
    server.on('connection', (viewer) => line.#join(viewer, Number(new URL(url).port)))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return line
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  #join(viewer: Socket, port: number): void {
    const upstream = connect(port, '127.0.0.1')
    for (const socket of [viewer, upstream]) {
      this.#sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        viewer.destroy()
        upstream.destroy()
      })
    }
    viewer.pipe(upstream)
    let waiting: Buffer[] = []
    upstream.on('data', (data: Buffer) => {
      waiting.push(data)
      // Little may wait in here: what does not get through has to back up to the server, as on a real line.
      if (waiting.reduce((sum, { length }) => sum + length, 0) > 4_096) upstream.pause()
    })
    const timer = setInterval(() => {
      const all = Buffer.concat(waiting)
      const part = all.subarray(0, Math.ceil(this.bytesPerSecond / 20))
      waiting = part.length < all.length ? [all.subarray(part.length)] : []
      if (part.length > 0) viewer.write(part)
      this.bytes += part.length
      upstream.resume()
    }, 50)
    viewer.on('close', () => clearInterval(timer))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }
}
