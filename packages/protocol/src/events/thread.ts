import { z } from 'zod'

/** The thread got another title. */
export const threadUpdate = z.object({ type: z.literal('thread-update'), title: z.string().nullable() })
