import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A request as the far side saw it. */
export interface Seen {
  readonly path: string
  readonly at: number
  /** When its connection was closed before it had its answer, or null. */
  cutAt: number | null
}

/**
 * The far side of what a run begins, over real HTTP. `/silent` takes a request and never answers, `/stream` sends
 * without end, `/fail` answers 500 at once, all else answers "hello".
 */
export class World implements AsyncDisposable {
  readonly requests: Seen[] = []
  connections = 0
  /** How many of them are open. */
  open = 0
  readonly folder = mkdtempSync(join(tmpdir(), 'chatwright-ambient-'))
  readonly #server: Server = createServer()

  static async start(): Promise<World> {
    const world = new World()
    world.#server.on('connection', (socket) => {
      world.connections++
      world.open++
      socket.on('close', () => world.open--)
    })
    world.#server.on('request', (request, response) => {
      const path = request.url ?? ''
      const seen: Seen = { path, at: performance.now(), cutAt: null }
      world.requests.push(seen)
      response.on('close', () => {
        if (!response.writableFinished) seen.cutAt = performance.now()
      })
      if (path.startsWith('/silent')) return
      if (path.startsWith('/fail')) return void response.writeHead(500, { 'retry-after': '30' }).end('no')
      if (!path.startsWith('/stream')) return void response.end('hello')
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      const timer = setInterval(() => response.write('data: {"choices":[]}\n\n'), 10)
      response.on('close', () => clearInterval(timer))
    })
    world.#server.listen(0, '127.0.0.1')
    await once(world.#server, 'listening')
    return world
  }

  url(path = '/'): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${path}`
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** A file in a folder of its own. */
  file(name: string): string {
    return join(this.folder, name)
  }

  read(name: string): string | null {
    return existsSync(this.file(name)) ? readFileSync(this.file(name), 'utf8') : null
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** The numbers of the running processes whose command line holds a text, as `ps` tells them. */
export function processesWith(text: string): number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,stat=,args='], { encoding: 'utf8' })
  return stdout.split('\n').flatMap((line) => {
    const [pid, state, ...args] = line.trim().split(/\s+/)
    return args.join(' ').includes(text) && !state?.startsWith('Z') ? [Number(pid)] : []
  })
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms))
}
