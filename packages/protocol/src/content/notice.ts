import { z } from 'zod'
import { id } from '../ids.ts'
import { action } from './action.ts'

/**
 * Words for a reader: one text, or one for each language (BCP 47 tag → text). The page picks the reader's language,
 * then its base language, then `en`, then the first.
 */
export const localText = z.union([z.string(), z.record(z.string(), z.string())])
export type LocalText = z.infer<typeof localText>

/**
 * What the reader is told when a run was stopped (stop contract, rule 8). Part of the run's end, never a message: it
 * is in no history and reaches no model.
 *
 * `by: 'default'` is the configured text, or the page's own word for "Stopped." when `text` is absent; `by: 'app'` is
 * what `onStop` said. A run whose app wants silence has `null` in place of a notice.
 */
export const notice = z.object({
  by: z.enum(['default', 'app']),
  text: localText.optional(),
  author: z.string().optional(),
  /** Buttons under it. */
  actions: z.array(action).optional(),
  /** The elements under it. */
  elementIds: z.array(id).optional(),
})
export type Notice = z.infer<typeof notice>
