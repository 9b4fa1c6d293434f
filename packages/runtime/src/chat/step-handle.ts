import type { ElementHandle, ElementInput } from '../elements/index.ts'
import type { StepStatus } from '@chatwright/protocol'
import type { StreamSource } from './pump.ts'

/** What a step is called and how it is shown. */
export interface StepOptions {
  name: string
  /** `tool`, `llm`, `retrieval`, `embedding`, `rerank`, or a word of the app's own. Default `undefined`. */
  type?: StepType
  /** A UUID; by default a new one. */
  id?: string
  /** The step it is nested in; by default the innermost that is open. Null for the root. */
  parent?: StepHandle | string | null
  /** What goes in; see `StepHandle.input`. */
  input?: unknown
  /** The language the output is highlighted in. */
  language?: string
  /** Whether the input is shown, or the language it is highlighted in. Default true. */
  showInput?: boolean | string
  /** Whether it starts unfolded. Default false. */
  defaultOpen?: boolean
  /** Whether it folds itself when it ends. Default false. */
  autoCollapse?: boolean
  /** The name of a Lucide icon. */
  icon?: string
  metadata?: Record<string, unknown>
  tags?: readonly string[]
}

/** The known types of a step, open to words of the app's own. */
export type StepType = 'tool' | 'llm' | 'retrieval' | 'embedding' | 'rerank' | 'undefined' | (string & {})

/** What may be changed in a step; `undefined` leaves a thing as it is. */
export interface StepChange {
  name?: string
  type?: StepType
  input?: unknown
  output?: unknown
  /** The language the output is highlighted in; null for plain text. */
  language?: string | null
  showInput?: boolean | string
  icon?: string | null
  /** When it began and ended, for work that was done elsewhere; milliseconds since 1970. Default: as it happens. */
  startedAt?: number
  endedAt?: number
  metadata?: Record<string, unknown>
  tags?: readonly string[]
}

/** One side of a step. */
export interface StepText {
  readonly text: string
  /** The language it is highlighted in, or null. */
  readonly language: string | null
  /** Adds text; as `MessageHandle.append`. Beyond 100,000 characters it is counted, and not shown. */
  append(text: string | null | undefined): Promise<void>
}

/**
 * What an LLM call was given and gave, kept as `metadata.generation`. Fields are the app's choice; those named here are
 * what others look for. Values under keys that smell of a secret (`apiKey`, `authorization`, …) are left out.
 */
export interface Generation {
  provider?: string
  model?: string
  settings?: Record<string, unknown>
  tools?: unknown
  messages?: unknown
  prompt?: string
  completion?: unknown
  inputTokens?: number
  outputTokens?: number
  timeToFirstTokenMs?: number
  tokensPerSecond?: number
  durationMs?: number
  [field: string]: unknown
}

/**
 * A step of the running chat. Everything may be read and assigned at any time, also after it ended; what is assigned is
 * shown at once. Assigning and every method throw `StopError` behind a stop; leaving its block never throws.
 */
export interface StepHandle extends AsyncDisposable {
  readonly id: string
  readonly parentId: string | null
  readonly status: StepStatus
  name: string
  type: StepType
  icon: string | null
  showInput: boolean | string
  metadata: Record<string, unknown>
  tags: readonly string[]
  generation: Generation | null

  /** What goes in. Assign any value: text stays text, the rest is shown as JSON. */
  get input(): StepText
  set input(value: unknown)
  /** What comes out. Assign any value: text stays text, the rest is shown as JSON. */
  get output(): StepText
  set output(value: unknown)

  /** Several changes as one. */
  update(change: StepChange): Promise<void>
  /** Takes in all that a source gives; by default at the end of the output. */
  stream(source: StreamSource, options?: { pane?: 'input' | 'output'; mode?: 'append' | 'replace' }): Promise<void>
  /** Shows a picture, a file or other media in it, also when it has ended. Resolves when all of it is kept and shown. */
  addElement(element: ElementInput): Promise<ElementHandle>
  /** Ends it well. `output`: set before. Ended already, nothing happens. */
  end(options?: { output?: unknown }): Promise<void>
  /** Ends it as failed and adds the reason to its output: a text as it is, an error as the app shows errors. */
  fail(reason: unknown): Promise<void>
  /**
   * Stops it alone: what is done in it is told to end and says nothing more, and who waits for it gets an error with the
   * code `step_stopped`; the run goes on. Does nothing when it has ended, or was opened for the rest of a block.
   */
  stop(): void
  /** Takes it back, with the steps nested in it. */
  remove(): Promise<void>
}
