import type { Run, ThreadEvent } from '@chatwright/protocol'
import type { TestTab } from 'chatwright/testing'

/** A tab, and what was on it when each run ended: from there on nothing of that run may appear. */
export class WatchedTab {
  readonly tab: TestTab
  readonly name: string
  readonly #atEnd = new Map<string, { parts: readonly unknown[]; said: string }>()
  readonly problems: string[] = []

  constructor(tab: TestTab, name: string) {
    this.tab = tab
    this.name = name
    tab.view.subscribe(() => this.#look())
    this.#look()
  }

  run(runId: string): Run | undefined {
    return this.tab.runs.find((run) => run.id === runId)
  }

  /** What a run has said here, with its steps: all that may not grow. */
  said(runId: string): string {
    const messages = this.tab.messages.filter((message) => message.runId === runId && message.role !== 'user')
    const steps = this.tab.steps.filter((step) => step.runId === runId)
    return [
      ...messages.map(({ text }) => text),
      ...steps.map(({ name, status, input, output }) => `[${name} ${status} ${input.text} ${output.text}]`),
    ].join('\n')
  }

  /** The texts of a run's messages: what a press of Stop freezes. */
  words(runId: string): string {
    return this.tab.messages
      .filter((message) => message.runId === runId && message.role !== 'user')
      .map(({ text }) => text)
      .join('\n')
  }

  /** Every event it got, once each, in order. */
  get events(): ThreadEvent[] {
    const bySeq = new Map(this.tab.events.map((event) => [`${event.seq} ${event.type}`, event]))
    return [...bySeq.values()]
  }

  #look(): void {
    for (const run of this.tab.runs) {
      if (!hasEnded(run)) continue
      const parts = this.#parts(run.id)
      const before = this.#atEnd.get(run.id)
      if (before && parts.length === before.parts.length && parts.every((part, at) => part === before.parts[at]))
        continue
      const said = this.said(run.id)
      this.#atEnd.set(run.id, { parts, said })
      if (!before || before.said === said || this.problems.length === 3) continue
      const change = `${cut(before.said)} → ${cut(said)}`
      this.problems.push(`${this.name}: run ${run.id} (${run.state}) changed after its end: ${change}`)
    }
  }

  /** What there is of a run: what did not change is the same object. */
  #parts(runId: string): readonly unknown[] {
    return [
      ...this.tab.messages.filter((message) => message.runId === runId && message.role !== 'user'),
      ...this.tab.steps.filter((step) => step.runId === runId),
    ]
  }
}

/** Whether a run is there and over. */
export function hasEnded(run: Run | undefined): boolean {
  return run !== undefined && run.endedAt !== null
}

export function cut(text: string): string {
  return JSON.stringify(text.length > 300 ? `…${text.slice(-300)}` : text)
}
