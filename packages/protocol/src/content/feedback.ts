import { z } from 'zod'
import { id } from '../ids.ts'
import { limits } from '../limits.ts'

export const feedbackValue = z.enum(['up', 'down'])
export type FeedbackValue = z.infer<typeof feedbackValue>

/** What a person thinks of an answer: one for each message and person. Times: milliseconds since 1970, server time. */
export const feedback = z.object({
  id,
  /** The last message of the answer. */
  messageId: id,
  /** The run that gave the answer; null where there was none. */
  runId: id.nullable(),
  userId: z.string(),
  value: feedbackValue,
  /** Of the reasons that the app offers for this value. */
  reasons: z.array(z.string()),
  comment: z.string().nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type Feedback = z.infer<typeof feedback>

const reasonList = z.array(z.string().min(1).max(limits.nameCharacters)).max(limits.reasonsAtOnce)

/** How people can say what they think of answers: the reasons they may choose from, for each value. */
export const feedbackRules = z.object({ reasons: z.object({ up: reasonList, down: reasonList }) })
export type FeedbackRules = z.infer<typeof feedbackRules>
