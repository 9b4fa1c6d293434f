import { z } from 'zod'
import { threadSummary } from '../content/thread.ts'
import { id } from '../ids.ts'
import { limits } from '../limits.ts'
import { commandId } from './base.ts'

/** The person's threads, newest first, at most 50 at a time. `after` goes on where a page's `next` ended. */
export const listThreads = z.object({
  ...commandId,
  search: z.string().max(limits.searchCharacters).optional(),
  after: z.string().max(200).optional(),
})
export const listThreadsResult = z.object({ threads: z.array(threadSummary), next: z.string().nullable() })

/** Give a thread another title. */
export const renameThread = z.object({
  ...commandId,
  threadId: id,
  title: z.string().trim().min(1, 'is empty').max(limits.titleCharacters),
})
export const renameThreadResult = z.object({})

/** Delete a thread for good; its runs are stopped first. */
export const deleteThread = z.object({ ...commandId, threadId: id })
export const deleteThreadResult = z.object({})
