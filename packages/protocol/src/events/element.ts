import { z } from 'zod'
import { element } from '../content/element.ts'
import { jsonObject } from '../content/json.ts'
import { id } from '../ids.ts'

const base = { runId: id, elementId: id }

/**
 * An element appears, or looks different now. `isChange`: it is to look different where it is still there, and what its
 * props have become stays.
 */
export const elementPut = z.object({
  type: z.literal('element-put'),
  ...base,
  element,
  isChange: z.boolean().optional(),
})

/** Props of a custom element change: those that are named. */
export const elementProps = z.object({ type: z.literal('element-props'), ...base, props: jsonObject })

/** An element goes away. */
export const elementRemove = z.object({ type: z.literal('element-remove'), ...base })
