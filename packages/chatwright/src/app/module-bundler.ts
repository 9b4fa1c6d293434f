import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { BroadcastChannel } from 'node:worker_threads'
import { bundle, type Bundle } from './bundle.ts'
import { AppProblem } from './problem.ts'

/** Where modules are bundled to, and what counts as the framework; see `BundleOptions`. */
export interface ModuleBundlerOptions {
  outputFolder: string
  doors: ReadonlyMap<string, URL>
}

/** What a host asks on the channel, and what it hears. */
export type ModuleQuestion = { type: 'question'; id: string; module: string }
export type ModuleAnswer =
  | { type: 'answer'; id: string; entry: string }
  | { type: 'answer'; id: string; entry: null; message: string; fix: string | null }

interface Built {
  bundle: Bundle
  /** What its files were when they were read: path and time of change. */
  stamp: string
}

/**
 * Bundles modules that an app names while it runs (`chat.offload`), as the app itself was bundled. Hosts ask on a channel
 * of the process, because the bundler belongs in the thread that outlives them. A module is bundled when it is first
 * asked for, and again when one of its files has changed.
 */
export class ModuleBundler {
  /** The name of the channel, to be told to hosts. */
  readonly channel = `chatwright:modules:${crypto.randomUUID()}`
  readonly outputFolder: string
  readonly doors: ReadonlyMap<string, URL>
  readonly #channel: BroadcastChannel
  readonly #built = new Map<string, Promise<Built>>()

  constructor({ outputFolder, doors }: ModuleBundlerOptions) {
    this.outputFolder = outputFolder
    this.doors = doors
    this.#channel = new BroadcastChannel(this.channel)
    this.#channel.addEventListener('message', (event: unknown) => {
      const { data } = event as { data: ModuleQuestion | ModuleAnswer }
      if (data.type === 'question') void this.#answer(data)
    })
    this.#channel.unref()
  }

  /** The bundled module. Throws an `AppProblem` that says what is wrong and where. */
  async prepare(module: URL): Promise<URL> {
    if (module.protocol !== 'file:') return module
    const file = fileURLToPath(module)
    const known = this.#built.get(file)
    const before = await known?.catch(() => null)
    if (before && before.stamp === stampOf(before.bundle.inputs)) return before.bundle.entries['module'] as URL
    // Who asks meanwhile waits for the same bundle.
    const building = this.#built.get(file) === known ? this.#build(file) : (this.#built.get(file) as Promise<Built>)
    this.#built.set(file, building)
    return (await building).bundle.entries['module'] as URL
  }

  /** The outputs may have been removed: what is asked for from now on is bundled again. */
  forget(): void {
    this.#built.clear()
  }

  close(): void {
    this.#channel.close()
  }

  async #build(file: string): Promise<Built> {
    const built = await bundle({ entries: { module: file }, outputFolder: this.outputFolder, doors: this.doors })
    return { bundle: built, stamp: stampOf(built.inputs) }
  }

  async #answer({ id, module }: ModuleQuestion): Promise<void> {
    const answer = (message: ModuleAnswer): void => this.#channel.postMessage(message)
    try {
      answer({ type: 'answer', id, entry: (await this.prepare(new URL(module))).href })
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      const fix = error instanceof AppProblem ? (error.fix ?? null) : null
      answer({ type: 'answer', id, entry: null, message, fix })
    }
  }
}

function stampOf(files: readonly string[]): string {
  return files.map((file) => `${file} ${statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0}`).join('\n')
}
