import { z } from 'zod'
import { id } from '../ids.ts'
import { field } from './field.ts'
import { fileInfo } from './file.ts'
import { json, jsonObject } from './json.ts'
import { localText } from './notice.ts'

/** How a question stands. `skipped`: the person or the app did without an answer. */
export const askStatus = z.enum(['open', 'answered', 'skipped', 'expired', 'stopped', 'lost'])
export type AskStatus = z.infer<typeof askStatus>

/** One of the answers that may be chosen. */
export const askOption = z.object({ value: z.string(), label: z.string(), description: z.string().nullable() })
export type AskOption = z.infer<typeof askOption>

/**
 * Which files may be given. `accept`: MIME types, with `image/*` for a whole family; empty is anything. `extensions`: the
 * endings that a type may have, where they matter, with the dot and in lower case.
 */
export const fileRules = z.object({
  accept: z.array(z.string()),
  extensions: z.record(z.string(), z.array(z.string())).optional(),
  maxFiles: z.int().positive(),
  maxBytes: z.int().positive(),
})
export type FileRules = z.infer<typeof fileRules>

/** The call of a tool that somebody is to agree to. */
export const approvalCall = z.object({ tool: z.string(), args: json, isEditable: z.boolean() })
export type ApprovalCall = z.infer<typeof approvalCall>

/** What was decided. `args`: as they are to be, when they were changed. */
export const approvalAnswer = z.object({
  isApproved: z.boolean(),
  reason: z.string().nullable(),
  args: json.optional(),
})
export type ApprovalAnswer = z.infer<typeof approvalAnswer>

/**
 * What was answered: `text` names the message that says it; `value` is what a form or an approval takes. A secret of a form
 * is told to the app alone: here it is a row of dots.
 */
export const askAnswer = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), messageId: id, text: z.string() }),
  z.object({ type: z.literal('choice'), value: z.string() }),
  z.object({ type: z.literal('files'), files: z.array(fileInfo) }),
  z.object({ type: z.literal('value'), value: json }),
])
export type AskAnswer = z.infer<typeof askAnswer>

/**
 * Makes a question one that no run waits with: it outlives the run that put it, and its answer begins a run of its own.
 * `context`: what the app wants to know again by then.
 */
export const askLater = z.object({ key: z.string(), context: jsonObject })
export type AskLater = z.infer<typeof askLater>

/** What is said of how a question ended, by how it did; what is absent the page says in its own words. */
export const askOutcome = z.object({
  answered: localText.optional(),
  skipped: localText.optional(),
  expired: localText.optional(),
})
export type AskOutcome = z.infer<typeof askOutcome>

/** A question that a run waits with, or that waits by itself. Times: server time, milliseconds since 1970. */
export const ask = z.object({
  id,
  runId: id,
  /** The message that asks it. */
  messageId: id,
  kind: z.enum(['text', 'choice', 'files', 'form', 'approval', 'element']),
  /** Of a choice; empty otherwise. */
  options: z.array(askOption),
  /** Of files; null otherwise. */
  rules: fileRules.nullable(),
  /** Of a form. */
  form: z.array(field).optional(),
  /** Of an element: the one that answers. */
  elementId: id.optional(),
  /** Of an approval. */
  call: approvalCall.optional(),
  /** Of a question that nobody waits with. */
  later: askLater.optional(),
  /** The app's own words for how it ended; absent where it has none. */
  outcome: askOutcome.optional(),
  status: askStatus,
  answer: askAnswer.nullable(),
  askedAt: z.number(),
  /** Null: it waits for ever. */
  expiresAt: z.number().nullable(),
  endedAt: z.number().nullable(),
})
export type Ask = z.infer<typeof ask>
