import { z } from 'zod'
import { threadState } from './state.ts'

/** A whole thread as a file of its own. Settings are not in it: they may hold keys. Times in ISO 8601, UTC. */
export const threadExport = z.object({
  format: z.literal('chatwright-thread'),
  version: z.literal(1),
  /** What the app was called. */
  app: z.string(),
  exportedAt: z.iso.datetime(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  /** Where the files of elements are, by the element's id. Only who may see the thread gets them. */
  links: z.record(z.string(), z.string()),
  /** All that was said and done, on every way that the conversation took. */
  thread: threadState.omit({ setups: true }),
})
export type ThreadExport = z.infer<typeof threadExport>
