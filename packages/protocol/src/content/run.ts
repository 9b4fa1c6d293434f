import { z } from 'zod'
import { id } from '../ids.ts'
import { json } from './json.ts'
import { notice } from './notice.ts'

/** Which callback a run is an invocation of. */
export const runKind = z.enum([
  'setup',
  'start',
  'resume',
  'message',
  'continue',
  'action',
  'answer',
  'settings',
  'settings-edit',
  'feedback',
  'feedback-removed',
  'upload',
  'connect',
  'disconnect',
  'end',
])
export type RunKind = z.infer<typeof runKind>

/**
 * The state machine of a run (stop contract, rule 2): `queued → running ⇄ waiting → stopping → stopped`, or
 * `completed`, `failed`, `lost`. A queued run is `held` when the one before it was stopped: it begins when the person
 * says so. The gateway owns it and changes it by compare-and-set.
 */
export const runState = z.enum([
  'queued',
  'held',
  'running',
  'waiting',
  'stopping',
  'stopped',
  'completed',
  'failed',
  'lost',
])
export type RunState = z.infer<typeof runState>

/** Why a run was stopped; see `StopCause` in errors.ts. */
export const stopCause = z.enum(['user', 'api', 'superseded', 'disconnect', 'timeout', 'budget', 'shutdown'])

/** What a reader may know of a failure. `errorId` stands in the log too. */
export const runError = z.object({ code: z.string(), message: z.string(), errorId: z.string().optional() })
export type RunError = z.infer<typeof runError>

/** One invocation of a callback: what Stop stops. Times: server time, milliseconds since 1970. */
export const run = z.object({
  id,
  kind: runKind,
  state: runState,
  /** The person's message that asked for it, or null. */
  messageId: id.nullable(),
  /** The button that asked for it, or null. */
  actionId: id.nullable(),
  /** The branch it belongs to; null is the conversation as it first went. */
  branchId: id.nullable(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  cause: stopCause.nullable(),
  /** What the reader is told of a stop; null is silence, also for runs that were not stopped. */
  notice: notice.nullable(),
  error: runError.nullable(),
  /** What its handler gave back: for the page that asked, and stored nowhere. */
  value: json.optional(),
})
export type Run = z.infer<typeof run>
