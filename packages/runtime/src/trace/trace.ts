import type { RunKind, StepStatus, StopCause } from '@chatwright/protocol'
import type { Generation } from '../chat/step-handle.ts'

/** What a run's span says from its beginning. Never what people or models said. */
export interface RunAbout {
  id: string
  kind: RunKind
  threadId: string
  appName: string
}

/** How a run ended. */
export type RunOutcome =
  | { state: 'completed' }
  | { state: 'failed'; error: unknown; errorId: string }
  | {
      state: 'stopped'
      cause: StopCause
      stage: 'cooperative' | 'forced'
      /** From the stop's arrival until all was over or given up, in milliseconds. */
      elapsedMs: number
      /** What goes on behind the fence. */
      abandoned: readonly string[]
      refusedCalls: number
    }

/** What a step's span says from its beginning. */
export interface StepAbout {
  id: string
  name: string
  type: string
  parentId: string | null
  /** Whether `parentId` was chosen by the code, and not found around it. */
  isChosen: boolean
}

/** What is known of a step when it ends. */
export interface StepOutcome {
  status: Exclude<StepStatus, 'running'>
  error?: unknown
  generation: Generation | null
}

/** Follows the runs of a host, so that what an app traces by itself has its place in them. */
export interface Trace {
  run(about: RunAbout): RunTrace
}

export interface RunTrace {
  /** Calls `work` inside the run. */
  enter<T>(work: () => T): T
  step(about: StepAbout): StepTrace
  /** The stop is here, or its notice was given. */
  note(what: 'stop' | 'notice'): void
  /** Ends it, and each step that is open. Again: nothing. */
  end(outcome: RunOutcome): void
}

export interface StepTrace {
  /** Calls `work` inside the step. */
  enter<T>(work: () => T): T
  end(outcome: StepOutcome): void
}

const noStep: StepTrace = { enter: (work) => work(), end: () => undefined }
const noRun: RunTrace = {
  enter: (work) => work(),
  step: () => noStep,
  note: () => undefined,
  end: () => undefined,
}

/** Follows nothing. */
export const noTrace: Trace = { run: () => noRun }
