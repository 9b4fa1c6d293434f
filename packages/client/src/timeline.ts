import type {
  Action,
  Ask,
  Element,
  Message,
  Notice,
  PublicError,
  Run,
  RunError,
  RunState,
  Step,
} from '@chatwright/protocol'

/** What a reader sees of a thread, from top to bottom. */
export type TimelineItem = Said | Turn

/** Something the person said. `delivery`: `delivered` once the thread has it; see {@link PendingMessage} for the rest. */
export interface Said {
  type: 'said'
  /** The message's id. */
  id: string
  message: Message
  delivery: 'delivered' | 'sending' | 'unsent' | 'failed'
  /** What is attached to it. */
  elements: readonly Element[]
  /** The run that answers it; null before the server has it, and for an answer to a question. */
  run: Run | null
  /** The ways the conversation took here, oldest first, and which of them is shown; null when there is but one. */
  ways: { branchIds: readonly (string | null)[]; shown: number } | null
  error: PublicError | null
}

/**
 * What the app said and did in one run, or up to what the person answered in it, or messages that belong to no run.
 * Keeps its identity as long as nothing in it changed. Times: server time, milliseconds since 1970.
 */
export interface Turn {
  type: 'turn'
  /** The run's id, with a number behind it for what follows an answer; for messages without a run the id of the first. */
  id: string
  /** Null before the server has acknowledged the message that asks for it, and for messages without a run. */
  run: Run | null
  /** The author of the first message, or null before there is one. */
  author: string | null
  /** Messages at the root, in order. */
  messages: readonly Message[]
  /** Steps at the root, in order, with what is nested in them. */
  steps: readonly StepNode[]
  /** The questions of its messages. */
  asks: readonly Ask[]
  /** The buttons of its messages. */
  actions: readonly Action[]
  /** The elements of its messages. */
  elements: readonly Element[]
  status: TurnStatus
  /** What the reader is told of a stop; null is silence. */
  notice: Notice | null
  error: RunError | null
  startedAt: number
  endedAt: number | null
}

/** How a turn stands: as its run does, or `pending` while its message is not acknowledged. */
export type TurnStatus = RunState | 'pending'

/** A step and what is nested in it. Keeps its identity as long as nothing in it changed. */
export interface StepNode {
  step: Step
  children: readonly StepNode[]
  messages: readonly Message[]
  /** What is shown in it. */
  elements: readonly Element[]
}
