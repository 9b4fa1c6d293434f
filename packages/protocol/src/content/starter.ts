import { z } from 'zod'

/** Something to begin with, shown while nothing was said. */
export const starter = z.object({
  label: z.string(),
  /** What is said when it is chosen. */
  text: z.string(),
  description: z.string().nullable(),
  /** A Lucide icon's name, or the address of a picture on the page's own host: `/public/logo.svg` is a file beside the app. */
  icon: z.string().nullable(),
  /** The group it stands in, or null. */
  category: z.string().nullable(),
  /** The icon of that group, as its first starter with one has it. */
  categoryIcon: z.string().optional(),
  /** The command that goes with it, or null: then the one that is chosen in the composer. */
  command: z.string().nullable(),
  /** Options of modes that go with it, by mode; the rest is as chosen in the composer. */
  modes: z.record(z.string(), z.string()),
  /** It is said at once; otherwise it fills the composer. */
  isSaid: z.boolean(),
})
export type Starter = z.infer<typeof starter>
