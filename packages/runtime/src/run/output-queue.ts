import type { Output } from '@chatwright/protocol'

/** Where a run's outputs go. */
export interface OutputSink {
  push(output: Output): void
  messageDelta(runId: string, messageId: string, text: string): void
  stepDelta(runId: string, stepId: string, pane: 'input' | 'output', text: string): void
  /** Whether so much is on its way that who can wait should. */
  readonly isFull: boolean
  /** Resolves when it is no longer full. Who waits at the same time shares it. */
  room(): Promise<void>
}

/**
 * Outputs, each run's in order. Text for the same place, if nothing of its run came in between, is joined to one delta:
 * many runs that take turns word by word still cost one delta each.
 */
export class OutputQueue {
  #outputs: Output[] = []
  /** The last output of each run. */
  readonly #last = new Map<string, Output>()

  get length(): number {
    return this.#outputs.length
  }

  push(output: Output): void {
    this.#outputs.push(output)
    if (output.runId) this.#last.set(output.runId, output)
  }

  messageDelta(runId: string, messageId: string, text: string): void {
    const last = this.#last.get(runId)
    if (last?.type === 'message-delta' && last.messageId === messageId) last.text += text
    else this.push({ type: 'message-delta', runId, messageId, text })
  }

  stepDelta(runId: string, stepId: string, pane: 'input' | 'output', text: string): void {
    const last = this.#last.get(runId)
    if (last?.type === 'step-delta' && last.stepId === stepId && last.pane === pane) last.text += text
    else this.push({ type: 'step-delta', runId, stepId, pane, text })
  }

  /** Empties the queue. */
  take(): Output[] {
    const outputs = this.#outputs
    this.#outputs = []
    this.#last.clear()
    return outputs
  }

  /** Throws away what a run has here. */
  drop(runId: string): void {
    this.#outputs = this.#outputs.filter((output) => output.runId !== runId)
    this.#last.delete(runId)
  }
}
