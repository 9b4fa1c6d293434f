import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const cli = fileURLToPath(new URL('../../packages/chatwright/bin/chatwright.js', import.meta.url))

/** A server that was started on the command line, with a data folder of its own. */
export class CommandLine implements AsyncDisposable {
  /** Where it serves; the same after a restart. */
  readonly url: string
  readonly #args: Args
  #child: ChildProcess

  private constructor(url: string, child: ChildProcess, args: Args) {
    this.url = url
    this.#child = child
    this.#args = args
  }

  /** Starts it; resolves when it answers. `app`: the file. */
  static async run(
    command: 'start' | 'dev',
    app: string | URL,
    env: Record<string, string> = {},
  ): Promise<CommandLine> {
    const dataDir = mkdtempSync(join(tmpdir(), 'chatwright-e2e-'))
    const args = { command, app: app instanceof URL ? fileURLToPath(app) : app, env, dataDir }
    const { child, url } = await launch(args, 0)
    return new CommandLine(url, child, args)
  }

  /** Ends it as a deployment does, and starts it again on the same port and data. */
  async restart(): Promise<void> {
    await end(this.#child)
    const { child } = await launch(this.#args, Number(new URL(this.url).port))
    this.#child = child
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await end(this.#child)
    rmSync(this.#args.dataDir, { recursive: true, force: true })
  }
}

interface Args {
  command: string
  app: string
  env: Record<string, string>
  dataDir: string
}

async function launch(
  { command, app, env, dataDir }: Args,
  port: number,
): Promise<{ child: ChildProcess; url: string }> {
  const flags = ['--headless', '--port', String(port), '--data-dir', dataDir]
  const child = spawn(process.execPath, [cli, command, app, ...flags], {
    env: { ...withoutTestRunner(process.env), CHATWRIGHT_DRAIN_MS: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data: Buffer) => {
        output += String(data)
        const found = /Chatwright is at (http:\S+)/.exec(output)?.[1]
        if (found) resolve(found)
      })
    }
    child.on('exit', (code) => reject(new Error(`It ended with code ${code} and said:\n${output}`)))
  })
  return { child, url }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const isOver = once(child, 'exit')
  child.kill('SIGTERM')
  await isOver
}

/** A test runner's settings are not the server's. */
function withoutTestRunner(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(?:NODE_OPTIONS|NODE_ENV|PORT|VITEST.*|CHATWRIGHT_.*)$/.test(name)),
  )
}
