import { z } from 'zod'
import { taskList } from '../content/task-list.ts'
import { id } from '../ids.ts'

const base = { runId: id, listId: id }

/** A plan appears, or stands differently now. */
export const tasksPut = z.object({ type: z.literal('tasks-put'), ...base, list: taskList })

/** A plan goes away. */
export const tasksRemove = z.object({ type: z.literal('tasks-remove'), ...base })
