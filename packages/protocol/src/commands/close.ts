import { z } from 'zod'
import { id } from '../ids.ts'
import { commandId } from './base.ts'

/** Watch the thread no longer. Its runs go on, unless the app's `onDisconnect` says otherwise or `leave` is set. */
export const close = z.object({
  ...commandId,
  threadId: id,
  /** The person began a new chat: a thread's runs are stopped with it (stop contract, rule 15). */
  leave: z.boolean().optional(),
})
export const closeResult = z.object({})
