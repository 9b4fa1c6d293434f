import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

const cli = fileURLToPath(new URL('../../packages/chatwright/bin/chatwright.js', import.meta.url))

/** Chatwright's command line in a process of its own, as people start it. */
export class ServedApp implements AsyncDisposable {
  readonly url: string
  /** What it printed, both streams together. */
  output = ''
  readonly child: ChildProcess
  readonly #exited: Promise<unknown>

  private constructor(child: ChildProcess, url: string) {
    this.child = child
    this.url = url
    this.#exited = once(child, 'exit')
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (data: Buffer) => (this.output += data.toString()))
    }
  }

  /** Starts an app and waits until it answers. `env` is added to this process's own. */
  static async start(
    app: URL | string,
    options: { dataDir: string; port?: number; command?: 'start' | 'dev'; flags?: string[]; env?: NodeJS.ProcessEnv },
  ): Promise<ServedApp> {
    const port = options.port ?? (await freePort())
    const url = `http://127.0.0.1:${port}/`
    const file = typeof app === 'string' ? app : fileURLToPath(app)
    const { command = 'start', dataDir, flags = [] } = options
    const args = [cli, command, file, '--headless', '--port', String(port), '--data-dir', dataDir, ...flags]
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_OPTIONS: '', ...options.env },
    })
    const served = new ServedApp(child, url)
    const giveUpAt = Date.now() + 30_000
    for (;;) {
      const answer = await fetch(`${url}health`).catch(() => null)
      if (answer?.ok || (answer && command === 'dev')) return served
      if (child.exitCode !== null || Date.now() > giveUpAt)
        throw new Error(`The server did not start:\n${served.output}`)
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  }

  get port(): number {
    return Number(new URL(this.url).port)
  }

  /** Sends a signal and waits for the end. Gives the exit code, or null for a death by signal. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal)
    await this.#exited
    return this.child.exitCode
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end('SIGKILL')
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
