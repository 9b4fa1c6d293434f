import { z } from 'zod'
import { jsonObject } from '../content/json.ts'
import { id } from '../ids.ts'
import { commandId } from './base.ts'

const ofElement = { ...commandId, threadId: id, elementId: id }

/** A custom element keeps props of its own: those that are named. What it is stays. */
export const changeElement = z.object({ ...ofElement, props: jsonObject })
export const changeElementResult = z.object({ seq: z.int() })

/** A custom element takes itself away. */
export const removeElement = z.object(ofElement)
export const removeElementResult = z.object({ seq: z.int() })

/** A custom element calls an action that the app declares. The client makes the id of the run it asks for. */
export const callAction = z.object({ ...ofElement, runId: id, name: z.string().min(1).max(200), payload: jsonObject })
export const callActionResult = z.object({ run: z.enum(['queued', 'running', 'stopped']) })
