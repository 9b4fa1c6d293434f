import { z } from 'zod'
import { fileInfo } from '../content/file.ts'
import { id } from '../ids.ts'
import { commandId } from './base.ts'

/** Let messages that are held back since a stop be answered: one of them now, or all in their order. */
export const release = z.object({ ...commandId, threadId: id, runId: id.optional() })
export const releaseResult = z.object({ runIds: z.array(id) })

/**
 * Take back a message that waits for its turn: it is gone, as if it had not been sent. `files`: what was
 * attached to it can be sent with another.
 */
export const withdraw = z.object({ ...commandId, threadId: id, runId: id })
export const withdrawResult = z.object({ text: z.string(), files: z.array(fileInfo) })
