import { z } from 'zod'
import { ask, askAnswer } from '../content/ask.ts'
import { localText } from '../content/notice.ts'
import { id } from '../ids.ts'

const base = { runId: id, askId: id }

/** A question is put. */
export const askStart = z.object({ type: z.literal('ask-start'), ...base, ask })

/** A question is over; the first to end it wins. */
export const askEnd = z.object({
  type: z.literal('ask-end'),
  ...base,
  status: z.enum(['answered', 'skipped', 'expired', 'stopped']),
  answer: askAnswer.nullable(),
})

/** The app has seen an answer and has words for it. */
export const askUpdate = z.object({ type: z.literal('ask-update'), ...base, answered: localText })
