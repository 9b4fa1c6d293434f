import { z } from 'zod'
import { id } from '../ids.ts'
import { jsonObject } from './json.ts'

/** How a step stands. `stopped` and `lost` steps keep the input and output they had. */
export const stepStatus = z.enum(['running', 'done', 'failed', 'stopped', 'lost'])
export type StepStatus = z.infer<typeof stepStatus>

/** One pane of a step: text, and the language it is highlighted in (null: plain text). */
export const stepPane = z.object({ text: z.string(), language: z.string().nullable() })
export type StepPane = z.infer<typeof stepPane>

/** A task of a run that is shown. Times: server time, milliseconds since 1970. */
export const step = z.object({
  id,
  runId: id,
  /** The step it is nested in, or null at the root of its run. */
  parentId: id.nullable(),
  name: z.string(),
  /** `tool`, `llm`, `retrieval`, `embedding`, `rerank`, `undefined`, or a word of the app's own. */
  type: z.string(),
  status: stepStatus,
  /** Whether it can be stopped alone, while its run goes on. */
  canStop: z.boolean(),
  input: stepPane,
  output: stepPane,
  /** Whether the input pane is shown; a language name shows it highlighted in that language. */
  showInput: z.union([z.boolean(), z.string()]),
  defaultOpen: z.boolean(),
  autoCollapse: z.boolean(),
  /** A Lucide icon's name, or null. */
  icon: z.string().nullable(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  metadata: jsonObject,
  tags: z.array(z.string()),
})
export type Step = z.infer<typeof step>

/** What may change in a step after it appeared. */
export const stepPatch = step
  .pick({
    name: true,
    type: true,
    input: true,
    output: true,
    showInput: true,
    icon: true,
    metadata: true,
    tags: true,
    startedAt: true,
    endedAt: true,
  })
  .partial()
export type StepPatch = z.infer<typeof stepPatch>
