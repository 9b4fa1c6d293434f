import { z } from 'zod'
import { jsonObject } from '../content/json.ts'
import { id } from '../ids.ts'
import { limits } from '../limits.ts'
import { commandId } from './base.ts'

const name = z.string().min(1).max(limits.nameCharacters)

/** What goes with what is said: a command and what is said with it, and options by mode. What each is the app decides. */
export const saidWith = {
  command: name.optional(),
  args: jsonObject.optional(),
  modes: z.record(name, name).optional(),
}

/**
 * Say something. `fileIds`: what was uploaded for it. The client makes the ids of the message and of the run it asks for,
 * so that Stop can name it at once.
 */
export const send = z
  .object({
    ...commandId,
    threadId: id,
    messageId: id,
    runId: id,
    /** May be empty where a command says what is wanted, and where files go with it. */
    text: z.string().max(limits.messageCharacters),
    metadata: jsonObject.optional(),
    ...saidWith,
    fileIds: z.array(id).min(1).max(limits.filesAtOnce).optional(),
  })
  .refine(({ text, command, fileIds }) => text.trim() !== '' || command !== undefined || fileIds !== undefined, {
    path: ['text'],
    error: 'is empty',
  })

/** The number of the stored message, and how its run stands: a run that was stopped before it came never starts. */
export const sendResult = z.object({ seq: z.int(), run: z.enum(['queued', 'running', 'stopped']) })
