import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, mkdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** Inside the package, so that what is not bundled is found from there. */
const cache = fileURLToPath(new URL('../../../.cache', import.meta.url))

/** A program of this folder as one file that a bare Node runs. */
export interface Program {
  start(...args: string[]): Child
  remove(): void
}

/** Bundles `<name>.ts`: a process of its own has no test runner to read TypeScript for it. */
export async function bundleProgram(name: string): Promise<Program> {
  // Not imported: the bundler is the workspace's, not this package's.
  const { build } = createRequire(import.meta.url)('rolldown') as typeof import('rolldown')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'child-'))
  const file = join(folder, `${name}.mjs`)
  await build({
    input: fileURLToPath(new URL(`${name}.ts`, import.meta.url)),
    platform: 'node',
    resolve: { conditionNames: ['source', 'node', 'import', 'default'] },
    output: { file, format: 'esm' },
    logLevel: 'warn',
  })
  return {
    start: (...args) => new Child(spawn(process.execPath, [file, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** A process that tells what it does line by line. */
export class Child {
  /** What it wrote on standard error. */
  errors = ''
  /** Resolves with the exit code, or null when it was killed. */
  readonly ended: Promise<number | null>
  readonly #process: ChildProcess
  readonly #lines: AsyncIterator<string>

  constructor(child: ChildProcess) {
    this.#process = child
    this.ended = new Promise((resolve) => child.once('close', resolve))
    child.stderr?.on('data', (chunk: Buffer) => (this.errors += chunk.toString()))
    if (!child.stdout) throw new Error('The process has no output to read.')
    this.#lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  }

  /** The next line. Rejects when the process ends without one. */
  async line(): Promise<string> {
    const { value, done } = await this.#lines.next()
    if (done) throw new Error(`The process ended: ${this.errors}`)
    return value
  }

  /** Every line until the end. */
  async rest(): Promise<string[]> {
    const lines: string[] = []
    for (let next = await this.#lines.next(); !next.done; next = await this.#lines.next()) lines.push(next.value)
    return lines
  }

  /** Kills it without a chance to do anything more. */
  async kill(): Promise<string[]> {
    this.#process.kill('SIGKILL')
    const lines = await this.rest()
    await this.ended
    return lines
  }
}
