import { z } from 'zod'
import { id } from '../ids.ts'
import { json } from '../content/json.ts'
import { element } from '../content/element.ts'
import { endedStates } from '../content/ended.ts'
import { run, runError, stopCause } from '../content/run.ts'
import { notice } from '../content/notice.ts'
import { ofRun } from './base.ts'

/** A run was asked for. Its `state` is `queued` or `running`. */
export const runStart = z.object({ type: z.literal('run-start'), ...ofRun, run })

/** A queued run began or is held back, or a running one waits or goes on. */
export const runUpdate = z.object({
  type: z.literal('run-update'),
  ...ofRun,
  state: z.enum(['queued', 'held', 'running', 'waiting']),
})

/**
 * The fence: nothing the run emits later gets a number. `keep` says how much of each of its messages stays, in
 * characters: what the reader who pressed Stop had seen. A message that is not named stays whole; 0 removes it. `putBack`
 * gives the text of messages whose whole text was replaced since.
 */
export const runStopping = z.object({
  type: z.literal('run-stopping'),
  ...ofRun,
  cause: stopCause,
  keep: z.record(id, z.int().nonnegative()),
  putBack: z.record(id, z.string()).optional(),
})

/** The one end of a run. Closes what it left open: its streaming messages and running steps. */
export const runEnd = z.object({
  type: z.literal('run-end'),
  ...ofRun,
  state: z.enum(endedStates),
  cause: stopCause.nullable(),
  notice: notice.nullable(),
  /** What is shown under the notice; see `Notice.elementIds`. */
  elements: z.array(element).optional(),
  error: runError.nullable(),
  /** What the handler of an action gave back, as far as JSON holds it. */
  value: json.optional(),
})

/** For operators: all of the run's work is gone, or `abandoned` names what is not. Changes nothing that is shown. */
export const runSettled = z.object({
  type: z.literal('run-settled'),
  ...ofRun,
  stage: z.enum(['cooperative', 'forced', 'killed']),
  elapsedMs: z.number(),
  abandoned: z.array(z.string()),
  droppedFrames: z.int(),
  /** In development: what kept the stop waiting and for how long, in milliseconds. */
  heldUp: z.array(z.object({ name: z.string(), ms: z.number() })).optional(),
})
