import { limits, type Answer, type CommandInput, type Json, type PageCall } from '@chatwright/protocol'
import type { Environment } from './environment.ts'
import type { Outbox } from './outbox.ts'
import type { PageFunctions } from './page-functions.ts'

/** How long a page in the background leaves a call to others, in milliseconds. */
const politeMs = 500

type Outcome = CommandInput<'endCall'>['outcome']

/** A function at work here, or through: what came of it is kept until the server has it. */
interface Job {
  work: AbortController
  outcome: Outcome | null
}

/** A call that this page has a function for. */
interface Entry {
  /** As it was last put up; another object: it is to be taken again. */
  call: PageCall
  job: Job | null
}

export interface PageCallsContext {
  readonly threadId: string
  readonly outbox: Outbox
  readonly environment: Environment
  readonly functions: PageFunctions
}

/** Runs what a thread's runs want of the page, when no other page does. */
export class PageCalls {
  readonly #context: PageCallsContext
  readonly #entries = new Map<string, Entry>()
  #open: readonly PageCall[] = []
  readonly #off: () => void

  constructor(context: PageCallsContext) {
    this.#context = context
    this.#off = context.functions.subscribe(() => this.observe(this.#open))
  }

  /** Takes up what is open now, and lets go of what is not any more. */
  observe(open: readonly PageCall[]): void {
    this.#open = open
    for (const id of this.#entries.keys()) if (!open.some((call) => call.id === id)) this.#drop(id)
    for (const call of open) {
      const known = this.#entries.get(call.id)
      if (known?.call === call) continue
      if (!known && !this.#context.functions.find(call.name, this.#context.threadId)) continue
      const entry = { call, job: known?.job ?? null }
      this.#entries.set(call.id, entry)
      this.#take(entry)
    }
  }

  /** Nobody shows the thread here any more. */
  close(): void {
    this.#off()
    this.observe([])
  }

  #take(entry: Entry): void {
    const { environment } = this.#context
    if (environment.isHidden() && !entry.job) environment.setTimer(() => this.#ask(entry), politeMs)
    else this.#ask(entry)
  }

  #ask(entry: Entry): void {
    const { outbox, threadId } = this.#context
    const { id } = entry.call
    const isCurrent = (): boolean => this.#entries.get(id) === entry
    if (!isCurrent()) return
    const onAnswer = (answer: Answer<'takeCall'>): void => {
      if (!isCurrent()) return
      if (!answer.ok || !answer.result.isYours) leave(entry)
      else if (!entry.job) void this.#run(entry)
      // What was said of it on a line that broke was nobody's who had it.
      else if (entry.job.outcome) this.#end(id, entry.job)
    }
    outbox.post('takeCall', { threadId, callId: id }, { onAnswer })
  }

  async #run(entry: Entry): Promise<void> {
    const { functions, threadId } = this.#context
    const { id, name, args } = entry.call
    const work = new AbortController()
    const job: Job = { work, outcome: null }
    entry.job = job
    const run = functions.find(name, threadId)
    const { signal } = work
    job.outcome = run
      ? await outcomeOf(() => run(structuredClone(args), { threadId, signal }))
      : failure('It is gone from the page.')
    if (!signal.aborted) this.#end(id, job)
  }

  #end(callId: string, job: Job): void {
    const { outbox, threadId } = this.#context
    const { outcome } = job
    if (!outcome) return
    const onAnswer = (answer: Answer<'endCall'>): void => {
      if (answer.ok || answer.error.code !== 'too_large') return
      job.outcome = failure(answer.error.message)
      this.#end(callId, job)
    }
    outbox.post('endCall', { threadId, callId, outcome }, { onAnswer })
  }

  #drop(id: string): void {
    this.#entries.get(id)?.job?.work.abort()
    this.#entries.delete(id)
  }
}

/** Another page has it, or nobody wants it any more. The entry stays: it is not asked for again. */
function leave(entry: Entry): void {
  entry.job?.work.abort()
  entry.job = null
}

async function outcomeOf(run: () => unknown): Promise<Outcome> {
  try {
    const given = await run()
    const text = given === undefined ? 'null' : JSON.stringify(given)
    if (text === undefined) return failure('It gave back something that JSON cannot hold.')
    return { type: 'value', value: JSON.parse(text) as Json }
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error))
  }
}

function failure(message: string): Outcome {
  return { type: 'error', message: message.slice(0, limits.errorCharacters) }
}
