import { statSync } from 'node:fs'
import { watch, type FSWatcher } from 'chokidar'

/** Editors write a file in several steps, and one save may touch many files. */
const settleMs = 40
/** A file that was emptied, or written a moment ago, may be half-way; it is waited for this long, in milliseconds. */
const halfWayMs = 1_000
/** Events can be missed: while a watch is being set up, on a network drive, in a container. */
const lookEveryMs = 1_000
/** File times come from a coarser clock than `Date.now()`. */
const clockSlackMs = 10

/**
 * Tells when one of some files changes, appears or goes. A folder stands for the names directly in it.
 *
 * What has changed is told from the files' times and sizes. The system's events only say when to look, so none that is
 * missed loses a change.
 */
export class FileWatcher {
  readonly #watcher: FSWatcher
  readonly #onChange: (paths: string[]) => void
  readonly #interval: NodeJS.Timeout
  #known = new Map<string, string>()
  #timer: NodeJS.Timeout | null = null
  /** Since when something is half-way. */
  #halfWaySince: number | null = null

  constructor(onChange: (paths: string[]) => void) {
    this.#onChange = onChange
    this.#watcher = watch([], { ignoreInitial: true, depth: 0 })
    this.#watcher.on('all', () => this.#lookSoon())
    this.#interval = setInterval(() => this.#look(), lookEveryMs)
    this.#interval.unref()
  }

  /**
   * Watches these, and no others any more. `since`: when they were begun to be read (`Date.now()`); what changed after
   * that is told too.
   */
  follow(paths: readonly string[], since: number): void {
    const before = this.#known
    this.#known = new Map()
    for (const path of paths) {
      const isNewer = changedAt(path) > since - clockSlackMs
      this.#known.set(path, isNewer ? (before.get(path) ?? 'unknown') : signatureOf(path))
    }
    const gone = [...before.keys()].filter((path) => !this.#known.has(path))
    const fresh = [...this.#known.keys()].filter((path) => !before.has(path))
    if (gone.length > 0) this.#watcher.unwatch(gone)
    if (fresh.length > 0) this.#watcher.add(fresh)
    this.#lookSoon()
  }

  async close(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer)
    clearInterval(this.#interval)
    await this.#watcher.close()
  }

  #lookSoon(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#look(), settleMs)
  }

  #look(): void {
    const changed = [...this.#known].flatMap(([path, before]) => {
      const now = signatureOf(path)
      return now === before ? [] : [[path, now] as const]
    })
    if (changed.length === 0) return
    if (changed.some(([path]) => isHalfWay(path)) && Date.now() - (this.#halfWaySince ??= Date.now()) < halfWayMs) {
      this.#lookSoon()
      return
    }
    this.#halfWaySince = null
    for (const [path, now] of changed) this.#known.set(path, now)
    this.#onChange(changed.map(([path]) => path))
  }
}

function signatureOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats ? `${stats.mtimeMs} ${stats.size} ${stats.ino}` : 'none'
}

/** Whether a file is perhaps being written: an editor empties it first. */
function isHalfWay(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats !== undefined && stats.isFile() && (stats.size === 0 || Date.now() - stats.mtimeMs < settleMs)
}

function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
