import { z } from 'zod'
import { id } from '../ids.ts'

/**
 * Something a person said and wants at hand to say again. It is a copy of its own: editing or deleting the conversation
 * changes nothing. `id`: the message's.
 */
export const favorite = z.object({
  id,
  /** The thread in which it was said. */
  threadId: id,
  text: z.string(),
  /** When it was marked, in milliseconds since 1970. */
  createdAt: z.number(),
})
export type Favorite = z.infer<typeof favorite>
