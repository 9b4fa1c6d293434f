import { z } from 'zod'
import { id } from '../ids.ts'
import { json } from '../content/json.ts'
import { limits } from '../limits.ts'
import { commandId } from './base.ts'

/** Take it on oneself to run a function of the page, so that no other page does. */
export const takeCall = z.object({ ...commandId, threadId: id, callId: id })
/** `isYours`: false when another page has it. */
export const takeCallResult = z.object({ isYours: z.boolean() })

/** What came of it. Taken only from the page that has it. */
export const endCall = z.object({
  ...commandId,
  threadId: id,
  callId: id,
  outcome: z.discriminatedUnion('type', [
    z.object({ type: z.literal('value'), value: json }),
    z.object({ type: z.literal('error'), message: z.string().max(limits.errorCharacters) }),
  ]),
})
export const endCallResult = z.object({})
