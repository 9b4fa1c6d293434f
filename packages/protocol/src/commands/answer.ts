import { z } from 'zod'
import { id } from '../ids.ts'
import { json } from '../content/json.ts'
import { limits } from '../limits.ts'
import { commandId } from './base.ts'
import { saidWith } from './send.ts'

/**
 * Answer a question. `text` says it in a message of the person's, whose id the client makes, with what was chosen in the
 * composer and uploaded for it, as `send` has it; `choice` names one of the options; `files` names what was uploaded for it;
 * `value` is what a form or an approval takes; `skip` does without an answer. `runId`: of the run that hears of it when none
 * waits with the question; the client makes it.
 */
export const answer = z.object({
  ...commandId,
  threadId: id,
  askId: id,
  runId: id.optional(),
  answer: z.discriminatedUnion('type', [
    z
      .object({
        type: z.literal('text'),
        messageId: id,
        /** May be empty where a command or files go with it. */
        text: z.string().max(limits.messageCharacters),
        ...saidWith,
        fileIds: z.array(id).min(1).max(limits.filesAtOnce).optional(),
      })
      .refine(({ text, command, fileIds }) => text.trim() !== '' || command !== undefined || fileIds !== undefined, {
        path: ['text'],
        error: 'is empty',
      }),
    z.object({ type: z.literal('choice'), value: z.string().max(limits.optionCharacters) }),
    z.object({ type: z.literal('files'), fileIds: z.array(id).min(1).max(limits.filesAtOnce) }),
    z.object({ type: z.literal('value'), value: json }),
    z.object({ type: z.literal('skip') }),
  ]),
})

/** The number of the event that ended the question; `run`: how the run stands that hears of it, when none waited. */
export const answerResult = z.object({ seq: z.int(), run: z.enum(['queued', 'running', 'stopped']).optional() })
