import { execFileSync, type ChildProcess } from 'node:child_process'
import { setTimeout } from '../run/own-timers.ts'
import { AbortError } from './abort-error.ts'
import { isAlive, treeOf, type Listed } from './process-table.ts'

/** How often a process that was told to end is looked at, in milliseconds. */
const lookEveryMs = 20

/** A process that a run has started, with all that come from it. */
export class OwnedProcess {
  readonly #child: ChildProcess
  readonly #pid: number
  readonly #onGone: () => void
  #tree: Listed[] = []
  #wasTold = false

  /** `onGone`: called when nothing of it is left. */
  constructor(child: ChildProcess, pid: number, onGone: () => void) {
    this.#child = child
    this.#pid = pid
    this.#onGone = onGone
    child.once('exit', () => {
      // What it leaves behind is looked after only when it was told to end.
      if (!this.#wasTold) onGone()
    })
  }

  get wasTold(): boolean {
    return this.#wasTold
  }

  /** Asks all of it to end, and tells who waits for the child, as its `signal` option does. */
  tell(reason: Error): void {
    this.#wasTold = true
    if (process.platform === 'win32') this.kill() // there is no way to ask
    else {
      this.#tree = treeOf(this.#pid)
      this.#child.kill('SIGTERM')
      for (const { pid } of this.#tree) if (pid !== this.#pid) send(pid, 'SIGTERM')
    }
    if (this.#child.listenerCount('error') > 0) this.#child.emit('error', new AbortError(reason))
    void this.gone().then(this.#onGone)
  }

  /** Ends what is left of it. */
  kill(): void {
    this.#wasTold = true
    if (process.platform === 'win32') return killTree(this.#pid)
    // What was begun since it was told is found as long as its parent is alive; the number of a dead one may be another's.
    const roots = this.#tree.filter(isAlive).map(({ pid }) => pid)
    if (this.#isRunning) roots.push(this.#pid)
    const known = new Map(this.#tree.map((listed) => [listed.pid, listed]))
    for (const listed of roots.flatMap(treeOf)) if (!known.has(listed.pid)) known.set(listed.pid, listed)
    this.#tree = [...known.values()]
    for (const listed of this.#tree) if (isAlive(listed)) send(listed.pid, 'SIGKILL')
  }

  /** Resolves when nothing of it is left. */
  async gone(): Promise<void> {
    while (this.#isRunning || this.#tree.some(isAlive)) {
      await new Promise((resolve) => void setTimeout(resolve, lookEveryMs).unref())
    }
  }

  get #isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }
}

/** What takes the place of signals and of the process table on Windows. */
export function killTree(pid: number): void {
  try {
    execFileSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' })
  } catch {
    // It has ended meanwhile.
  }
}

/** Sends a signal, unless there is nobody any more. */
export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has ended meanwhile, or has become somebody else's.
  }
}
