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
  #printed: Printed

  private constructor({ url, child, printed }: Launched, args: Args) {
    this.url = url
    this.#child = child
    this.#printed = printed
    this.#args = args
  }

  /** What it wrote into the terminal since it was started. */
  get output(): string {
    return this.#printed.text
  }

  /** Starts it; resolves when it answers. `app`: the file. */
  static async run(
    command: 'start' | 'dev',
    app: string | URL,
    env: Record<string, string> = {},
  ): Promise<CommandLine> {
    const dataDir = mkdtempSync(join(tmpdir(), 'chatwright-e2e-'))
    const args = { command, app: app instanceof URL ? fileURLToPath(app) : app, env, dataDir }
    return new CommandLine(await launch(args, 0), args)
  }

  /** Ends it as a deployment does, and starts it again on the same port and data. */
  async restart(): Promise<void> {
    await end(this.#child)
    const { child, printed } = await launch(this.#args, Number(new URL(this.url).port))
    this.#child = child
    this.#printed = printed
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

interface Printed {
  text: string
}

interface Launched {
  child: ChildProcess
  url: string
  printed: Printed
}

async function launch({ command, app, env, dataDir }: Args, port: number): Promise<Launched> {
  const flags = ['--headless', '--port', String(port), '--data-dir', dataDir]
  const child = spawn(process.execPath, [cli, command, app, ...flags], {
    env: { ...withoutTestRunner(process.env), CHATWRIGHT_DRAIN_MS: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed = { text: '' }
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data: Buffer) => {
        printed.text += String(data)
        const found = /Chatwright is at (http:\S+)/.exec(printed.text)?.[1]
        if (found) resolve(found)
      })
    }
    child.on('exit', (code) => reject(new Error(`It ended with code ${code} and said:\n${printed.text}`)))
  })
  return { child, url, printed }
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
