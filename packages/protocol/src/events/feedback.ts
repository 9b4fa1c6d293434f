import { z } from 'zod'
import { feedback } from '../content/feedback.ts'
import { id } from '../ids.ts'

/** A person thinks something of an answer, or otherwise than before. */
export const feedbackPut = z.object({ type: z.literal('feedback-put'), feedback })

/** They took it back. */
export const feedbackRemove = z.object({ type: z.literal('feedback-remove'), feedbackId: id })
