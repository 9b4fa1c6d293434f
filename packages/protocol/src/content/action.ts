import { z } from 'zod'
import { id } from '../ids.ts'
import { jsonObject } from './json.ts'

/** A button under a message. Pressing it names it; what it stands for is looked up by the server. */
export const action = z.object({
  id,
  /** The run that showed it. */
  runId: id,
  messageId: id,
  /** Which of the app's actions it is. */
  name: z.string(),
  payload: jsonObject,
  /** Empty: the icon stands for it, and the tooltip or the name says what it is. */
  label: z.string(),
  /** A Lucide icon's name, or null. */
  icon: z.string().nullable(),
  tooltip: z.string().nullable(),
  variant: z.enum(['default', 'danger']),
  /** It goes away when it was pressed. */
  isOnce: z.boolean(),
  /** It is shown and cannot be pressed. */
  isDisabled: z.boolean().optional(),
  /** What is asked before it does anything. */
  confirm: z.string().optional(),
})
export type Action = z.infer<typeof action>
