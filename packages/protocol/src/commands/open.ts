import { z } from 'zod'
import { id } from '../ids.ts'
import { commandId } from './base.ts'

/**
 * Watch a thread. A client that has part of it says up to which number and in which log (`epoch`); it gets the rest, or
 * a snapshot. `create` makes the thread when it is not there: that is how a new chat begins.
 */
export const open = z.object({
  ...commandId,
  threadId: id,
  create: z.boolean().optional(),
  /** For a thread that is made: the profile it begins with. Default: the app's. */
  profileId: z.string().min(1).max(200).optional(),
  seen: z.object({ epoch: z.string().max(64), seq: z.int().nonnegative() }).optional(),
})

/** How the client will be brought up to date; the events or the snapshot come right behind. */
export const openResult = z.object({ how: z.enum(['tail', 'snapshot']), epoch: z.string(), seq: z.int() })
