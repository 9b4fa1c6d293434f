import { z } from 'zod'
import { jsonObject } from '../content/json.ts'
import { id } from '../ids.ts'
import { limits } from '../limits.ts'
import { commandId } from './base.ts'

/**
 * Say something. `fileIds`: what was uploaded for it; with files the text may be empty. The client makes the ids of the message and of the run it asks for, so that Stop can name it at once.
 */
export const send = z
  .object({
    ...commandId,
    threadId: id,
    messageId: id,
    runId: id,
    text: z.string().max(limits.messageCharacters),
    metadata: jsonObject.optional(),
    fileIds: z.array(id).min(1).max(limits.filesAtOnce).optional(),
  })
  .refine(({ text, fileIds }) => text.trim() !== '' || fileIds !== undefined, { message: 'is empty', path: ['text'] })

/** The number of the stored message, and how its run stands: a run that was stopped before it came never starts. */
export const sendResult = z.object({ seq: z.int(), run: z.enum(['queued', 'running', 'stopped']) })
