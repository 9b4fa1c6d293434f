import { z } from 'zod'
import { id } from './ids.ts'
import { message } from './content/message.ts'
import { run } from './content/run.ts'
import { step } from './content/step.ts'

/**
 * A thread, folded from its events up to number `seq`. Messages, steps and runs stand in the order in which they
 * appeared. What did not change keeps its identity from one state to the next, so a viewer can compare by reference.
 */
export const threadState = z.object({
  id,
  /** The number of the last event folded in; 0 for a thread in which nothing happened yet. */
  seq: z.int().nonnegative(),
  title: z.string().nullable(),
  messages: z.array(message),
  steps: z.array(step),
  runs: z.array(run),
})
export type ThreadState = z.infer<typeof threadState>
