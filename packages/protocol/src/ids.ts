import { z } from 'zod'

/** Every id a client makes is a UUID; anything else is refused before it is looked at. */
export const id = z.uuid()
