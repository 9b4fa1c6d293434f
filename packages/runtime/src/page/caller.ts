import { ChatwrightError, newId, type CallOutcome, type Json, type ToHost } from '@chatwright/protocol'
import type { Lane } from '../run/lane.ts'
import type { Run } from '../run/run.ts'

type Over = Extract<ToHost, { type: 'call-over' }>

/** What is wanted of the page. `timeoutMs`: null waits as long as the run. */
export interface Wanted {
  name: string
  args: Json
  timeoutMs: number | null
  signal: AbortSignal | undefined
}

/** The functions of the page that one run waits for. The gateway decides how each ends; it is heard of by its frame. */
export class Caller {
  readonly #run: Run
  readonly #open = new Map<string, (outcome: CallOutcome) => void>()

  constructor(run: Run) {
    this.#run = run
  }

  /** Puts up a call and waits. Rejects as `chat.page.call` says; then nobody has to run it any more. */
  async call({ name, args, timeoutMs, signal }: Wanted, lane: Lane): Promise<Json> {
    signal?.throwIfAborted()
    const id = newId()
    const calledAt = this.#run.clock.now()
    const expiresAt = timeoutMs === null ? null : calledAt + timeoutMs
    const over = new Promise<CallOutcome>((resolve) => this.#open.set(id, resolve))
    const given = giveUp(signal)
    const base = { runId: this.#run.id, callId: id }
    const call = { id, runId: this.#run.id, name, args, calledAt, expiresAt }
    this.#run.emit({ type: 'call-start', ...base, call })
    try {
      const outcome = await lane.wait(Promise.race([over, given.up]))
      this.#open.delete(id)
      if (outcome.status === 'answered') return outcome.value
      throw outcome.status === 'failed' ? failed(name, outcome.message) : expired(name, timeoutMs, outcome.wasTaken)
    } finally {
      given.forget()
      // Still open: a step was stopped around it, or its signal aborted. Behind the fence this says nothing.
      if (this.#open.delete(id)) this.#run.emit({ type: 'call-end', ...base })
    }
  }

  /** The gateway says that a call is over. */
  hear(over: Over): void {
    this.#open.get(over.callId)?.(over)
  }
}

function giveUp(signal: AbortSignal | undefined): { up: Promise<never>; forget(): void } {
  let abort = (): void => undefined
  const up = new Promise<never>((_, reject) => {
    abort = () => reject(signal?.reason)
    signal?.addEventListener('abort', abort, { once: true })
  })
  return { up, forget: () => signal?.removeEventListener('abort', abort) }
}

function failed(name: string, message: string): ChatwrightError {
  return new ChatwrightError('call_failed', `The page's function ${name} failed: ${message}`)
}

function expired(name: string, timeoutMs: number | null, wasTaken: boolean): ChatwrightError {
  const within = `within ${timeoutMs} ms`
  return wasTaken
    ? new ChatwrightError('call_expired', `The page's function ${name} gave nothing back ${within}.`)
    : new ChatwrightError('call_expired', `No page that shows the conversation had a function ${name} ${within}.`, {
        fix: 'Register it in the page or in a custom element that is shown, or say with `otherwise` what to go on with.',
      })
}
