import { hasEnded, type Message, type Run } from '@chatwright/protocol'
import type { TestTab } from './test-tab.ts'

/** A run that a test asked for. */
export class TestRun {
  readonly id: string
  /** The message that asked for it; null for a button's run. */
  readonly messageId: string | null
  readonly #tab: TestTab

  constructor(id: string, messageId: string | null, tab: TestTab) {
    this.id = id
    this.messageId = messageId
    this.#tab = tab
  }

  /** How it stands; undefined while the tab has not heard of it. */
  get run(): Run | undefined {
    return this.#tab.runs.find((run) => run.id === this.id)
  }

  /** What it said. */
  get messages(): readonly Message[] {
    return this.#tab.messages.filter((message) => message.runId === this.id && message.role !== 'user')
  }

  /** The text of what it said. */
  get text(): string {
    return this.messages.map((message) => message.text).join('\n')
  }

  /** Waits until it has ended, and gives how. */
  ended(options: { timeoutMs?: number } = {}): Promise<Run> {
    return this.#tab.waitFor(() => (this.run && hasEnded(this.run.state) ? this.run : null), {
      what: `an end of the run ${this.id}`,
      ...options,
    })
  }
}
