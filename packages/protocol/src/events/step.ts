import { z } from 'zod'
import { id } from '../ids.ts'
import { step, stepPatch } from '../content/step.ts'

const base = { runId: id, stepId: id }

/** A step begins. */
export const stepStart = z.object({ type: z.literal('step-start'), ...base, step })

/** Text at the end of a step's input or output. */
export const stepDelta = z.object({
  type: z.literal('step-delta'),
  ...base,
  pane: z.enum(['input', 'output']),
  text: z.string(),
})

/** A step changes in place. */
export const stepUpdate = z.object({ type: z.literal('step-update'), ...base, patch: stepPatch })

/** A step ends, well or by an error; a stopped one is ended by its run. */
export const stepEnd = z.object({
  type: z.literal('step-end'),
  ...base,
  status: z.enum(['done', 'failed', 'stopped']),
  patch: stepPatch.optional(),
})

/** A step is taken back, with the steps nested in it. */
export const stepRemove = z.object({ type: z.literal('step-remove'), ...base })
