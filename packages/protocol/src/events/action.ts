import { z } from 'zod'
import { action } from '../content/action.ts'
import { id } from '../ids.ts'

const base = { runId: id, actionId: id }

/** A button appears, or looks different now. */
export const actionPut = z.object({ type: z.literal('action-put'), ...base, action })

/** A button goes away. */
export const actionRemove = z.object({ type: z.literal('action-remove'), ...base })
