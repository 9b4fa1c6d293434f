import { z } from 'zod'
import { id } from '../ids.ts'
import { limits } from '../limits.ts'
import { commandId } from './base.ts'

/**
 * Say something else in place of an earlier message: the conversation takes another way from there, and the one it took
 * stays. Without `text` and `fileIds` the same is said again: that is how an answer is retried.
 */
export const edit = z.object({
  ...commandId,
  threadId: id,
  /** The message of the person's that is said anew. */
  editedId: id,
  messageId: id,
  runId: id,
  branchId: id,
  /** May be empty where a command or files go with it. */
  text: z.string().max(limits.messageCharacters).optional(),
  /** Which files go with it: of those of the edited message, and of what was uploaded since. Absent: those it had. */
  fileIds: z.array(id).max(limits.filesAtOnce).optional(),
})
export const editResult = z.object({ seq: z.int(), run: z.enum(['queued', 'running', 'stopped']) })

/** Show and go on with another way the conversation took; null is the first. */
export const switchBranch = z.object({ ...commandId, threadId: id, branchId: id.nullable() })
export const switchBranchResult = z.object({})

/** Let the app go on where a stopped answer ended. */
export const continueRun = z.object({ ...commandId, threadId: id, stoppedId: id, runId: id })
export const continueResult = z.object({ run: z.enum(['queued', 'running', 'stopped']) })
