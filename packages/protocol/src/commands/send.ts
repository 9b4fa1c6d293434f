import { z } from 'zod'
import { jsonObject } from '../content/json.ts'
import { id } from '../ids.ts'
import { limits } from '../limits.ts'
import { commandId } from './base.ts'

/** Say something. The client makes the ids of the message and of the run it asks for, so that Stop can name it at once. */
export const send = z.object({
  ...commandId,
  threadId: id,
  messageId: id,
  runId: id,
  text: z
    .string()
    .max(limits.messageCharacters)
    .refine((text) => text.trim() !== '', 'is empty'),
  metadata: jsonObject.optional(),
})

/** The number of the stored message, and how its run stands: a run that was stopped before it came never starts. */
export const sendResult = z.object({ seq: z.int(), run: z.enum(['queued', 'running', 'stopped']) })
