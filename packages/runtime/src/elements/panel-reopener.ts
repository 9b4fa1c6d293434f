import { newId, type FromHost, type Panel, type ToHost } from '@chatwright/protocol'
import type { Lane } from '../run/lane.ts'
import type { Run } from '../run/run.ts'

/** What a run opens the panel with, when it is open under that key already. */
export interface Reopening extends Partial<Pick<Panel, 'title' | 'layout'>> {
  key: string
}

/**
 * Asks the gateway whether the panel is open under a key. It knows: another run, also one in another host, may have opened or
 * closed it a moment ago.
 */
export class PanelReopener {
  readonly #run: Run
  readonly #post: (frame: FromHost) => void
  readonly #open = new Map<string, (wasOpen: boolean) => void>()

  /** `post` sends a frame behind all outputs so far. */
  constructor(run: Run, post: (frame: FromHost) => void) {
    this.#run = run
    this.#post = post
  }

  /** Brings it to the front where it is open under this key, and says whether it is. */
  async reopen(reopening: Reopening, lane: Lane): Promise<boolean> {
    await lane.wait(this.#run.outputsReleased())
    const requestId = newId()
    const over = new Promise<boolean>((resolve) => this.#open.set(requestId, resolve))
    this.#post({ type: 'panel-reopen', runId: this.#run.id, requestId, ...reopening })
    try {
      return await lane.wait(over)
    } finally {
      this.#open.delete(requestId)
    }
  }

  /** The gateway says how it is. */
  hear({ requestId, wasOpen }: Extract<ToHost, { type: 'panel-reopened' }>): void {
    this.#open.get(requestId)?.(wasOpen)
  }
}
