import { z } from 'zod'
import { actionPut, actionRemove } from './action.ts'
import { askEnd, askStart, askUpdate } from './ask.ts'
import { stamp } from './base.ts'
import { branchStart, branchSwitch } from './branch.ts'
import { elementProps, elementPut, elementRemove } from './element.ts'
import { callEnd, callStart } from './call.ts'
import { feedbackPut, feedbackRemove } from './feedback.ts'
import { messageDelta, messageEnd, messageRemove, messageStart, messageUpdate } from './message.ts'
import { panelClose, panelOpen } from './panel.ts'
import { runEnd, runSettled, runStart, runStopping, runUpdate } from './run.ts'
import { setupPut, setupRemove } from './setup.ts'
import { stepDelta, stepEnd, stepRemove, stepStart, stepUpdate } from './step.ts'
import { tasksPut, tasksRemove } from './tasks.ts'
import { threadUpdate } from './thread.ts'

/** What a run's code may bring about, before the gateway gives it a number. The host link carries these. */
export const output = z.discriminatedUnion('type', [
  messageStart,
  messageDelta,
  messageUpdate,
  messageEnd,
  messageRemove,
  stepStart,
  stepDelta,
  stepUpdate,
  stepEnd,
  stepRemove,
  askStart,
  askEnd,
  askUpdate,
  actionPut,
  actionRemove,
  tasksPut,
  tasksRemove,
  elementPut,
  elementProps,
  elementRemove,
  panelOpen,
  panelClose,
  setupPut,
  setupRemove,
  callStart,
  callEnd,
])
export type Output = z.infer<typeof output>

/** All that a thread records, before it is numbered. */
export const record = z.discriminatedUnion('type', [
  ...output.options,
  runStart,
  runUpdate,
  runStopping,
  runEnd,
  runSettled,
  threadUpdate,
  branchStart,
  branchSwitch,
  feedbackPut,
  feedbackRemove,
])
export type ThreadRecord = z.infer<typeof record>

/** One numbered record of a thread's log. */
export const event = record.and(z.object(stamp))
export type ThreadEvent = ThreadRecord & { seq: number; at: number }

/** The names of all events. */
export type EventType = ThreadRecord['type']
