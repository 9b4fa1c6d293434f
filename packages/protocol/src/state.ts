import { z } from 'zod'
import { id } from './ids.ts'
import { action } from './content/action.ts'
import { ask } from './content/ask.ts'
import { branch } from './content/branch.ts'
import { element } from './content/element.ts'
import { feedback } from './content/feedback.ts'
import { pageCall } from './content/page-call.ts'
import { message } from './content/message.ts'
import { panel } from './content/panel.ts'
import { run } from './content/run.ts'
import { setup } from './content/setup.ts'
import { taskList } from './content/task-list.ts'
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
  asks: z.array(ask),
  actions: z.array(action),
  taskLists: z.array(taskList),
  elements: z.array(element),
  panels: z.array(panel),
  branches: z.array(branch),
  setups: z.array(setup),
  feedbacks: z.array(feedback),
  /** The functions of the page that runs wait for. Never stored. */
  calls: z.array(pageCall),
  /** The branch that is shown and goes on. */
  branchId: id.nullable(),
})
export type ThreadState = z.infer<typeof threadState>

/**
 * The smaller things of a thread, each kind a list in the state. They are kept alike: what is done with one kind by
 * writer and store is done with all.
 */
export const pieceKinds = [
  'asks',
  'actions',
  'taskLists',
  'elements',
  'panels',
  'branches',
  'setups',
  'feedbacks',
] as const
export type PieceKind = (typeof pieceKinds)[number]
