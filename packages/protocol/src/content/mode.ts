import { z } from 'zod'

/** One of the options of a {@link mode}. */
export const modeOption = z.object({
  id: z.string(),
  label: z.string(),
  description: z.string().nullable(),
  /** A Lucide icon's name, or the address of a picture on the page's own host: `/public/logo.svg` is a file beside the app. */
  icon: z.string().nullable(),
})
export type ModeOption = z.infer<typeof modeOption>

/** Something that is chosen for every message: which model, how much effort. */
export const mode = z.object({
  id: z.string(),
  label: z.string(),
  options: z.array(modeOption).min(1),
  /** The option that holds while none was chosen. */
  initial: z.string(),
  /** Whether what was said shows the option that was chosen for it. */
  isShown: z.boolean().optional(),
})
export type Mode = z.infer<typeof mode>
