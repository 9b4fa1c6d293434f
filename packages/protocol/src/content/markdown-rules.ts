import { z } from 'zod'

/**
 * Whose words are drawn as Markdown: those of people, and those of the app; whether formulas in them are set; and how
 * call-outs look: on a ground of their colour, or with a line around them.
 */
export const markdownRules = z.object({
  user: z.boolean(),
  assistant: z.boolean(),
  math: z.boolean(),
  alerts: z.enum(['filled', 'outlined']),
})
export type MarkdownRules = z.infer<typeof markdownRules>
