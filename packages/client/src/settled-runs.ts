import type { ThreadEvent } from '@chatwright/protocol'
import { createCell, type Observable } from './cell.ts'

/** What became of the work of a run that was stopped; see the event `run-settled`. */
export type SettledRun = Omit<Extract<ThreadEvent, { type: 'run-settled' }>, 'type' | 'seq'>

const most = 20

/** The stops whose work is over, as the server told while the thread was shown: the latest last, 20 at most. */
export class SettledRuns implements Observable<readonly SettledRun[]> {
  readonly #cell = createCell<readonly SettledRun[]>([])
  readonly getSnapshot = this.#cell.getSnapshot
  readonly subscribe = this.#cell.subscribe

  note(events: readonly ThreadEvent[]): void {
    for (const event of events) {
      if (event.type !== 'run-settled') continue
      const { type: _type, seq: _seq, ...settled } = event
      this.#cell.set([...this.#cell.getSnapshot(), settled].slice(-most))
    }
  }
}
