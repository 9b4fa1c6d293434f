import { z } from 'zod'
import { fileRules } from './ask.ts'
import { composerCommand } from './composer-command.ts'
import { feedbackRules } from './feedback.ts'
import { jsonObject } from './json.ts'
import { markdownRules } from './markdown-rules.ts'
import { mode } from './mode.ts'
import { localText } from './notice.ts'
import { starter } from './starter.ts'

/** What a profile may rule otherwise than the app does. */
export const rules = z
  .object({
    whileRunning: z.enum(['queue', 'interrupt', 'parallel', 'reject']),
    queueAtStop: z.enum(['hold', 'clear', 'send-next']),
    keepOnStop: z.enum(['seen', 'sent', 'discard']),
    showSteps: z.enum(['all', 'tools', 'none']),
    /** Null: nothing can be attached. */
    uploads: fileRules.nullable(),
    /** Null: nobody is asked what they think. */
    feedback: feedbackRules.nullable(),
    editing: z.boolean(),
    favorites: z.boolean(),
    html: z.boolean(),
    /** Beside what the app rules of it. */
    markdown: markdownRules.partial(),
    /** Null: nothing is said of a stop. */
    stopNotice: localText.nullable(),
    onDisconnect: z.union([z.enum(['continue', 'stop']), z.object({ stopAfterMs: z.number() })]),
  })
  .partial()
export type Rules = z.infer<typeof rules>

/** One of the assistants a person can talk to. What it does not say is as the app says. */
export const profile = z.object({
  id: z.string(),
  label: z.string(),
  /** Markdown. */
  description: z.string().nullable(),
  /** A Lucide icon's name, or the address of a picture on the page's own host: `/public/logo.svg` is a file beside the app. */
  icon: z.string().nullable(),
  isDefault: z.boolean(),
  starters: z.array(starter).optional(),
  commands: z.array(composerCommand).optional(),
  modes: z.array(mode).optional(),
  /** Values that settings begin with. */
  settings: jsonObject.optional(),
  rules,
})
export type Profile = z.infer<typeof profile>
