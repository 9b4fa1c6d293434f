import { z } from 'zod'
import { id } from '../ids.ts'
import { commandId } from './base.ts'

/** Press a button. What it stands for is looked up by its id. The client makes the id of the run it asks for. */
export const act = z.object({ ...commandId, threadId: id, actionId: id, runId: id })
export const actResult = z.object({ run: z.enum(['queued', 'running', 'stopped']) })
