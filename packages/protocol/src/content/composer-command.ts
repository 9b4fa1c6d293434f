import { z } from 'zod'
import { field } from './field.ts'

/** A command of the app that a message can carry. */
export const composerCommand = z.object({
  /** What the app is told. */
  id: z.string(),
  label: z.string(),
  description: z.string().nullable(),
  /** A Lucide icon's name, or the address of a picture on the page's own host: `/public/logo.svg` is a file beside the app. */
  icon: z.string().nullable(),
  /** Where it is offered: in the menu, or as a button of its own. */
  placement: z.enum(['menu', 'button']),
  /** It stays chosen after a message. */
  isPersistent: z.boolean(),
  /** It is chosen when nothing else is. */
  isSelected: z.boolean(),
  /** What has to be said with it. */
  args: z.array(field),
})
export type ComposerCommand = z.infer<typeof composerCommand>
