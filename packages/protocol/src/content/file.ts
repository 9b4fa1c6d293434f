import { z } from 'zod'
import { id } from '../ids.ts'

/** A file that a person gave. `type`: the MIME type found in its content where it can be told, else as it was sent. */
export const fileInfo = z.object({ id, name: z.string(), type: z.string(), bytes: z.int().nonnegative() })
export type FileInfo = z.infer<typeof fileInfo>
