import { z } from 'zod'

/** Something to choose from. */
export const fieldOption = z.object({ value: z.string(), label: z.string() })
export type FieldOption = z.infer<typeof fieldOption>

const common = {
  /** The name its value has. */
  name: z.string(),
  label: z.string(),
  /** A line under it. */
  description: z.string().nullable(),
  /** A line that is shown when it is pointed at. */
  tooltip: z.string().nullable(),
  isDisabled: z.boolean(),
  /** The tab it stands in, or null. */
  tab: z.string().nullable(),
}

/** A day, as `2026-11-25`. */
export const day = z.iso.date()
const bounds = { min: day.nullable(), max: day.nullable() }

/** One widget of a form, and with it what values it takes. Values: see `checkFields`. */
export const field = z.discriminatedUnion('type', [
  z.object({ ...common, type: z.literal('toggle'), look: z.enum(['switch', 'checkbox']), initial: z.boolean() }),
  z.object({
    ...common,
    type: z.literal('slider'),
    min: z.number(),
    max: z.number(),
    step: z.number(),
    initial: z.number(),
  }),
  z.object({
    ...common,
    type: z.literal('number'),
    min: z.number().nullable(),
    max: z.number().nullable(),
    step: z.number().nullable(),
    placeholder: z.string(),
    initial: z.number().nullable(),
  }),
  z.object({
    ...common,
    type: z.literal('select'),
    look: z.enum(['list', 'radio']),
    options: z.array(fieldOption),
    initial: z.string(),
  }),
  z.object({
    ...common,
    type: z.literal('multi-select'),
    options: z.array(fieldOption),
    initial: z.array(z.string()),
  }),
  z.object({
    ...common,
    type: z.literal('tags'),
    suggestions: z.array(z.string()),
    placeholder: z.string(),
    initial: z.array(z.string()),
  }),
  z.object({
    ...common,
    type: z.literal('text'),
    isMultiline: z.boolean(),
    isSecret: z.boolean(),
    isRequired: z.boolean(),
    placeholder: z.string(),
    initial: z.string().nullable(),
  }),
  z.object({ ...common, type: z.literal('date'), ...bounds, initial: day.nullable() }),
  z.object({ ...common, type: z.literal('date-range'), ...bounds, initial: z.tuple([day, day]).nullable() }),
])
export type Field = z.infer<typeof field>
export type FieldType = Field['type']
