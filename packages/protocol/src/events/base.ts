import { z } from 'zod'
import { id } from '../ids.ts'

/** What the thread adds to every event: its number (1, 2, 3 … in the thread) and the server's time in milliseconds. */
export const stamp = { seq: z.int().positive(), at: z.number() }

/** What an event of a run names besides. */
export const ofRun = { runId: id }
