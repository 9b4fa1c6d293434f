import { z } from 'zod'
import { id } from '../ids.ts'
import { message, messagePatch } from '../content/message.ts'

const base = { runId: id.nullable(), messageId: id }

/** A message begins to stream. */
export const messageStart = z.object({ type: z.literal('message-start'), ...base, message })

/** Text at the end of a streaming message. */
export const messageDelta = z.object({ type: z.literal('message-delta'), ...base, text: z.string() })

/** A message changes in place. */
export const messageUpdate = z.object({ type: z.literal('message-update'), ...base, patch: messagePatch })

/**
 * A message is complete. With `message` when it was never started: a whole message in one event, as a person's always
 * is.
 */
export const messageEnd = z.object({ type: z.literal('message-end'), ...base, message: message.optional() })

/** A message is taken back. */
export const messageRemove = z.object({ type: z.literal('message-remove'), ...base })
