import { z } from 'zod'
import { jsonObject } from '../content/json.ts'
import { id } from '../ids.ts'
import { commandId } from './base.ts'

const given = { ...commandId, threadId: id, runId: id, values: jsonObject }

/** Keep settings. What is not named stays as it is. The client makes the id of the run that hears of it. */
export const changeSettings = z.object(given)
export const changeSettingsResult = z.object({
  /** The settings that hold now, complete. */
  values: jsonObject,
  /** Null when nobody wants to hear of it. */
  run: z.enum(['queued', 'running', 'stopped']).nullable(),
})

/** Tell the app how settings would be: nothing is kept, but it may change the form. */
export const editSettings = z.object(given)
export const editSettingsResult = z.object({ run: z.enum(['queued', 'running', 'stopped']).nullable() })
