import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { ElementScript, ElementScripts } from '@chatwright/gateway'
import { AppProblem } from '../app/problem.ts'
import { compileElement, type CompiledElement } from './compile-element.ts'

export interface ElementFolderOptions {
  /** Absolute; it need not be there. */
  folder: string
  /** The module of `chatwright/element`. */
  door: URL
  /** Whether readers may see the lines around a mistake. */
  showFrames: boolean
  /** Told of each mistake when it is first found. */
  onProblem?(problem: AppProblem): void
}

interface Known {
  /** What its files were when they were read. */
  stamp: string
  inputs: readonly string[]
  result: ElementScript
}

const endings = ['.tsx', '.jsx', '.ts', '.js']

/** The custom elements in a folder, each compiled when it is first asked for and again when one of its files changed. */
export class ElementFolder implements ElementScripts {
  readonly #options: ElementFolderOptions
  readonly #known = new Map<string, Promise<Known>>()
  #inputs: readonly string[] = []

  constructor(options: ElementFolderOptions) {
    this.#options = options
  }

  async find(component: string): Promise<ElementScript | null> {
    // A file system that takes capital and small letters for the same is not asked.
    const name = namesIn(this.#options.folder).find((one) => endings.some((ending) => one === component + ending))
    if (name === undefined) return null
    const file = join(this.#options.folder, name)
    const known = this.#known.get(component)
    const before = await known?.catch(() => null)
    if (before && before.stamp === stampOf(before.inputs)) return before.result
    // Who asks meanwhile waits for the same.
    const building = this.#known.get(component) === known ? this.#compile(file) : this.#known.get(component)
    this.#known.set(component, building as Promise<Known>)
    return (await (building as Promise<Known>)).result
  }

  version(): number {
    let version = 0
    for (const file of this.files) version = (version * 31 + mtimeOf(file)) % 2_147_483_647
    return version
  }

  /** The files that elements are made of, as far as that is known. */
  get files(): string[] {
    const { folder } = this.#options
    return [...new Set([...namesIn(folder).map((name) => join(folder, name)), ...this.#inputs])]
  }

  async #compile(file: string): Promise<Known> {
    try {
      const { script, version, inputs }: CompiledElement = await compileElement(file, this.#options.door)
      this.#inputs = [...new Set([...this.#inputs, ...inputs])]
      return { stamp: stampOf(inputs), inputs, result: { script, version } }
    } catch (error) {
      if (!(error instanceof AppProblem)) throw error
      this.#options.onProblem?.(error)
      const { frame } = error.toAppError()
      const problem = { message: error.message, frame: this.#options.showFrames ? frame : null }
      const inputs = error.watch.length > 0 ? error.watch : [file]
      return { stamp: stampOf(inputs), inputs, result: { problem } }
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted()
  } catch {
    return []
  }
}

function stampOf(files: readonly string[]): string {
  return files.map((file) => `${file}:${mtimeOf(file)}`).join('\n')
}

function mtimeOf(file: string): number {
  return Math.round(statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0)
}
