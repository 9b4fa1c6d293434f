import { z } from 'zod'
import { id } from '../ids.ts'

/** A thread as the sidebar lists it. Times: server time, milliseconds since 1970. */
export const threadSummary = z.object({
  id,
  /** Null until the first message names it. */
  title: z.string().nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
  /** Whom it is with, where there is a choice. */
  profileId: z.string().optional(),
  /** `running` while a run works, `stopped` when the last run was stopped, otherwise `idle`. */
  activity: z.enum(['idle', 'running', 'stopped']),
  /** How many questions wait for an answer there. */
  openAsks: z.int().nonnegative(),
})
export type ThreadSummary = z.infer<typeof threadSummary>
