import { z } from 'zod'
import { branch } from '../content/branch.ts'
import { id } from '../ids.ts'

/** The conversation takes another way from here on. */
export const branchStart = z.object({ type: z.literal('branch-start'), branch })

/** Another of its ways is the one that is shown and goes on; null is the first. */
export const branchSwitch = z.object({ type: z.literal('branch-switch'), branchId: id.nullable() })
