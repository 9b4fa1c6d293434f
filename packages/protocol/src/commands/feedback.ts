import { z } from 'zod'
import { feedbackValue } from '../content/feedback.ts'
import { id } from '../ids.ts'
import { limits } from '../limits.ts'
import { commandId } from './base.ts'

const about = { ...commandId, threadId: id, messageId: id, runId: id }
const run = z.enum(['queued', 'running', 'stopped']).nullable()

/**
 * Say what one thinks of an answer, in place of what one said before. Comment and reasons that are absent stay as they
 * are, unless the value is another. The client makes the id of the run that hears of it.
 */
export const giveFeedback = z.object({
  ...about,
  value: feedbackValue,
  reasons: z.array(z.string().max(limits.nameCharacters)).max(limits.reasonsAtOnce).optional(),
  comment: z.string().max(limits.commentCharacters).optional(),
})
/** `run`: null when nobody wants to hear of it, or nothing changed. */
export const giveFeedbackResult = z.object({ run })

/** Take it back. */
export const removeFeedback = z.object(about)
export const removeFeedbackResult = z.object({ run })
