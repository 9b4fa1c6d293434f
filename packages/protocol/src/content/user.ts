import { z } from 'zod'

/** A person, as the server knows them. Without sign-in there is one: `local`. */
export const user = z.object({ id: z.string(), name: z.string() })
export type User = z.infer<typeof user>

/** The one person there is while sign-in is off. */
export const localUser: User = { id: 'local', name: 'You' }
