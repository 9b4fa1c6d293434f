import { z } from 'zod'
import { id } from '../ids.ts'

/** What the app shows in the side panel of a thread. There is one at most; its id is the thread's. */
export const panel = z.object({
  id,
  /** The run that opened it or changed it last. */
  runId: id,
  title: z.string(),
  /** Opened again under the same key its elements stay as they are; null: it has none. */
  key: z.string().nullable(),
  /** `canvas`: half of the page, and no head. */
  layout: z.enum(['panel', 'canvas']),
  elementIds: z.array(id),
  isOpen: z.boolean(),
  /** Counts up each time it is opened: one that the reader closed opens again. */
  turn: z.int().positive(),
})
export type Panel = z.infer<typeof panel>
