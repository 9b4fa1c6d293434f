import { z } from 'zod'
import { id } from '../ids.ts'
import { limits } from '../limits.ts'
import { functionNamePattern } from './function-name.ts'
import { json } from './json.ts'

const functionName = z.string().max(limits.nameCharacters).regex(functionNamePattern)

/**
 * A function of the page that a run waits for. It is in the thread's state only while it is open and is never stored: what
 * was called, and with what, is nobody's concern afterwards. Times: server time, milliseconds since 1970.
 */
export const pageCall = z.object({
  id,
  runId: id,
  name: functionName,
  args: json,
  calledAt: z.number(),
  /** Null: it waits as long as its run. */
  expiresAt: z.number().nullable(),
})
export type PageCall = z.infer<typeof pageCall>
