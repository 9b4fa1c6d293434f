import type { ChatContext } from 'chatwright'
import type { Work } from '../job.ts'

/** How each kind of work is done. */
export type Jobs = { [Name in Work['do']]: (job: Extract<Work, { do: Name }>, chat: ChatContext) => unknown }

/** Waits past the framework, as a library would. */
export function nap(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
