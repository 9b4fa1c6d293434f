import { watch, type FSWatcher } from 'chokidar'

/** Editors write a file in several steps, and one save may touch many files. */
const settleMs = 40

/** Tells when one of some files changes, appears or goes. A folder stands for the files directly in it. */
export class FileWatcher {
  readonly #watcher: FSWatcher
  readonly #changed = new Set<string>()
  #followed: ReadonlySet<string> = new Set()
  #timer: NodeJS.Timeout | null = null

  constructor(onChange: (paths: string[]) => void) {
    this.#watcher = watch([], {
      ignoreInitial: true,
      depth: 0,
      ignored: /[\\/](?:node_modules|\.git|\.chatwright)[\\/]/,
    })
    this.#watcher.on('all', (_event, path) => {
      this.#changed.add(path)
      if (this.#timer) clearTimeout(this.#timer)
      this.#timer = setTimeout(() => {
        const paths = [...this.#changed]
        this.#changed.clear()
        onChange(paths)
      }, settleMs)
    })
  }

  /** Watches these, and no others any more. */
  follow(paths: readonly string[]): void {
    const wanted = new Set(paths)
    const gone = [...this.#followed].filter((path) => !wanted.has(path))
    const fresh = [...wanted].filter((path) => !this.#followed.has(path))
    this.#followed = wanted
    if (gone.length > 0) this.#watcher.unwatch(gone)
    if (fresh.length > 0) this.#watcher.add(fresh)
  }

  async close(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer)
    await this.#watcher.close()
  }
}
