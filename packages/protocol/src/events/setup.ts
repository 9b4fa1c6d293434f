import { z } from 'zod'
import { setup } from '../content/setup.ts'
import { id } from '../ids.ts'

/** A thread is set up otherwise. `runId`: the run that did it, or null. */
export const setupPut = z.object({ type: z.literal('setup-put'), runId: id.nullable(), setup })

/** A part of the setup is as the app declares it, again. */
export const setupRemove = z.object({
  type: z.literal('setup-remove'),
  runId: id.nullable(),
  setupId: z.enum(['profiles', 'starters', 'commands', 'modes', 'form', 'rules']),
})
