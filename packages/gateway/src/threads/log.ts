import type { ThreadEvent } from '@chatwright/protocol'

/** How much of a thread's past is kept for viewers to catch up; who is further behind gets a snapshot. */
const keepEvents = 8_192
const keepCharacters = 2_000_000

/** A thread's latest events, contiguous up to the last. */
export class MemoryLog {
  #events: ThreadEvent[] = []
  #characters = 0

  /** The number of the oldest event still here; one above the last when there is none. */
  get firstSeq(): number {
    return this.#events[0]?.seq ?? Number.POSITIVE_INFINITY
  }

  append(event: ThreadEvent): void {
    this.#events.push(event)
    this.#characters += sizeOf(event)
    if (this.#events.length > keepEvents || this.#characters > keepCharacters) this.#dropOlderHalf()
  }

  /** Whether all events above `seq` up to the last are here. `lastSeq`: the thread's. */
  covers(seq: number, lastSeq: number): boolean {
    return seq >= lastSeq || this.firstSeq <= seq + 1
  }

  /** The events above `afterSeq`, up to and including `toSeq`. */
  between(afterSeq: number, toSeq: number): ThreadEvent[] {
    const first = this.#events[0]
    if (!first) return []
    return this.#events.slice(Math.max(0, afterSeq + 1 - first.seq), Math.max(0, toSeq + 1 - first.seq))
  }

  #dropOlderHalf(): void {
    const dropped = this.#events.splice(0, this.#events.length >> 1)
    for (const event of dropped) this.#characters -= sizeOf(event)
  }
}

/** About how many characters the event takes on the wire. */
export function sizeOf(event: ThreadEvent): number {
  switch (event.type) {
    case 'message-delta':
    case 'step-delta':
      return 180 + event.text.length
    case 'message-start':
      return 500 + event.message.text.length
    case 'message-end':
      return 300 + (event.message?.text.length ?? 0)
    case 'message-update':
      return 300 + (event.patch.text?.length ?? 0)
    case 'step-start':
      return 600 + event.step.input.text.length + event.step.output.text.length
    case 'step-update':
    case 'step-end':
      return 300 + (event.patch?.input?.text.length ?? 0) + (event.patch?.output?.text.length ?? 0)
    case 'ask-start':
      return 600 + JSON.stringify(event.ask.options).length
    case 'ask-end':
      return 400 + JSON.stringify(event.answer).length
    case 'ask-update':
      return 300 + JSON.stringify(event.answered).length
    case 'action-put':
      return 400 + JSON.stringify(event.action).length
    case 'tasks-put':
      return 300 + JSON.stringify(event.list).length
    case 'element-put':
      return 400 + JSON.stringify(event.element).length
    case 'element-props':
      return 300 + JSON.stringify(event.props).length
    case 'run-end':
      return 400 + (event.elements ? JSON.stringify(event.elements).length : 0)
    case 'panel-open':
      return 400 + (event.elements ? JSON.stringify(event.elements).length : 0)
    case 'feedback-put':
      return 300 + JSON.stringify(event.feedback).length
    case 'call-start':
      return 400 + JSON.stringify(event.call).length
    case 'setup-put':
      return 300 + JSON.stringify(event.setup).length
    case 'call-end':
    case 'message-remove':
    case 'step-remove':
    case 'run-start':
    case 'run-update':
    case 'run-stopping':
    case 'run-settled':
    case 'thread-update':
    case 'action-remove':
    case 'tasks-remove':
    case 'element-remove':
    case 'panel-close':
    case 'setup-remove':
    case 'feedback-remove':
    case 'branch-start':
    case 'branch-switch':
      return 400
  }
}
