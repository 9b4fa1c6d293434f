import { z } from 'zod'
import { id } from '../ids.ts'

export const taskStatus = z.enum(['ready', 'running', 'done', 'failed', 'stopped', 'lost'])
export type TaskStatus = z.infer<typeof taskStatus>

/** One line of a plan. `messageId`: the message it leads to, or null. */
export const task = z.object({ id, title: z.string(), status: taskStatus, messageId: id.nullable() })
export type Task = z.infer<typeof task>

/** What a run has planned, and how far it has come. */
export const taskList = z.object({ id, runId: id, title: z.string(), tasks: z.array(task) })
export type TaskList = z.infer<typeof taskList>
