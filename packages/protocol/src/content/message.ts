import { z } from 'zod'
import { id } from '../ids.ts'
import { jsonObject } from './json.ts'

/** Who speaks. Only the server decides it; a client can but send as `user`. */
export const role = z.enum(['user', 'assistant', 'system'])
export type Role = z.infer<typeof role>

/**
 * How a message stands: `streaming` while text arrives, `done`, or how its run left it. `stopped` keeps the text the
 * reader had seen and never grows again.
 */
export const messageStatus = z.enum(['streaming', 'done', 'stopped', 'failed', 'lost'])
export type MessageStatus = z.infer<typeof messageStatus>

/** One message of a thread. `createdAt`: server time, milliseconds since 1970. */
export const message = z.object({
  id,
  /** The run that wrote it; for a person's message the run it started. The last one, when a later run wrote it anew. */
  runId: id.nullable(),
  /** The run it stands with, when that is not the one that wrote it last; see `homeOf`. */
  firstRunId: id.optional(),
  /** The step it was sent in, or null at the root. */
  parentId: id.nullable(),
  role,
  author: z.string(),
  text: z.string(),
  /** When set, the text is code in this language and is shown as one block. */
  language: z.string().nullable(),
  status: messageStatus,
  isError: z.boolean(),
  createdAt: z.number(),
  /** The command the person chose with it; absent when they chose none. */
  command: z.string().optional(),
  /** What was said with the command, by name. */
  args: jsonObject.optional(),
  /** The options the person had chosen, by mode; absent where there are no modes. */
  modes: z.record(z.string(), z.string()).optional(),
  /** The message this one was said in place of: by an edit, or to have the same answered anew. Absent otherwise. */
  replaces: id.optional(),
  metadata: jsonObject,
  tags: z.array(z.string()),
})
export type Message = z.infer<typeof message>

/** What may change in a message after it appeared. `text` replaces the whole text. */
export const messagePatch = message
  .pick({ text: true, author: true, language: true, metadata: true, tags: true, isError: true })
  .partial()
export type MessagePatch = z.infer<typeof messagePatch>
