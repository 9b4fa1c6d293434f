import { z } from 'zod'
import { id } from '../ids.ts'

/**
 * Another way the conversation took: it shares with `parentId` (null: the conversation as it first went) all that came
 * before `beforeRunId`.
 */
export const branch = z.object({ id, parentId: id.nullable(), beforeRunId: id })
export type Branch = z.infer<typeof branch>
