import { z } from 'zod'
import { id } from '../ids.ts'
import { commandId } from './base.ts'

/**
 * Stop a run, or without `runId` every run of the thread (stop contract, rule 1). `seenSeq`: the last event the reader
 * had on screen; what came after it is taken back. `force` skips the grace: the second press.
 */
export const stop = z.object({
  ...commandId,
  threadId: id,
  runId: id.optional(),
  /** Only this step of the run, and what is nested in it; the run goes on. */
  stepId: id.optional(),
  seenSeq: z.int().nonnegative().optional(),
  source: z.enum(['button', 'key', 'menu', 'api']),
  force: z.boolean().optional(),
})

/**
 * What became of it: `stopping` with the fence's number and how long the fence took in the gateway, `already-ended`
 * (shows nothing), `nothing-running` (shows nothing), or `remembered`: the run is not here yet and will never start.
 */
export const stopResult = z.object({
  outcome: z.enum(['stopping', 'already-ended', 'nothing-running', 'remembered']),
  runIds: z.array(id),
  fenceSeq: z.int().nullable(),
  fenceMs: z.number(),
})
