import { z } from 'zod'
import { pageCall } from '../content/page-call.ts'
import { id } from '../ids.ts'

const base = { runId: id, callId: id }

/** A function of the page is wanted. It comes again when the page that had taken it is gone. */
export const callStart = z.object({ type: z.literal('call-start'), ...base, call: pageCall })

/** Nobody waits for it any more. What came of it is told to the run alone. */
export const callEnd = z.object({ type: z.literal('call-end'), ...base })
