import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestTab } from 'chatwright/testing'

/** What `apps/worker.ts` can be asked to do. */
export interface Job {
  do: 'echo' | 'words' | 'model' | 'tool' | 'plan' | 'stubborn' | 'blocked' | 'brief' | 'cleanup' | 'history'
  url?: string
  file?: string
  count?: number
  ms?: number
}

/** Asks for a job; gives the ids of its message and run, at once. */
export function ask(tab: TestTab, job: Job, text: string = job.do): { runId: string; messageId: string } {
  return tab.view.send(text, { ...job })
}

/** How a run stands in a tab. */
export function runOf(tab: TestTab, runId: string) {
  return tab.runs.find((run) => run.id === runId)
}

/** Waits for the end of a run, and gives it. */
export function ended(tab: TestTab, runId: string) {
  return tab.waitFor(
    () => {
      const run = runOf(tab, runId)
      return run && run.endedAt !== null ? run : null
    },
    { what: `the end of run ${runId}`, timeoutMs: 20_000 },
  )
}

/** What a run has said in a tab, all its messages in one text. */
export function saidBy(tab: TestTab, runId: string): string {
  return tab.messages
    .filter((message) => message.runId === runId && message.role === 'assistant')
    .map((message) => message.text)
    .join('\n')
}

/** Waits until a run has said at least so many characters. */
export function hasSaid(tab: TestTab, runId: string, characters: number): Promise<unknown> {
  return tab.waitFor(() => saidBy(tab, runId).length >= characters, { what: `${characters} characters of an answer` })
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** A file that work writes to: the world, as a test looks at it. */
export class Diary implements Disposable {
  readonly file: string
  readonly #folder = mkdtempSync(join(tmpdir(), 'chatwright-e2e-'))

  constructor() {
    this.file = join(this.#folder, 'diary')
  }

  /** Its entries in order: when, in nanoseconds of the machine's monotonic clock, and what. */
  get entries(): { at: bigint; what: string }[] {
    if (!existsSync(this.file)) return []
    return readFileSync(this.file, 'utf8')
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => {
        const space = line.indexOf(' ')
        return { at: BigInt(line.slice(0, space)), what: line.slice(space + 1) }
      })
  }

  get lines(): string[] {
    return this.entries.map(({ what }) => what)
  }

  count(what: string): number {
    return this.lines.filter((line) => line === what).length
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
