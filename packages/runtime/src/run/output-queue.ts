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

/** Outputs in order. Text for the same place, if nothing came in between, is joined to one delta. */
export class OutputQueue {
  #outputs: Output[] = []
  #last: Output | null = null

  get length(): number {
    return this.#outputs.length
  }

  push(output: Output): void {
    this.#outputs.push(output)
    this.#last = output
  }

  messageDelta(runId: string, messageId: string, text: string): void {
    const last = this.#last
    if (last !== null && last.type === 'message-delta' && last.messageId === messageId) last.text += text
    else this.push({ type: 'message-delta', runId, messageId, text })
  }

  stepDelta(runId: string, stepId: string, pane: 'input' | 'output', text: string): void {
    const last = this.#last
    if (last !== null && last.type === 'step-delta' && last.stepId === stepId && last.pane === pane) last.text += text
    else this.push({ type: 'step-delta', runId, stepId, pane, text })
  }

  /** Empties the queue. */
  take(): Output[] {
    const outputs = this.#outputs
    this.#outputs = []
    this.#last = null
    return outputs
  }

  /** Throws away what a run has here. */
  drop(runId: string): void {
    this.#outputs = this.#outputs.filter((output) => output.runId !== runId)
    this.#last = null
  }
}
