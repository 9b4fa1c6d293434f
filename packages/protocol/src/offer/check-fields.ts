import type { Field } from '../content/field.ts'
import type { Json, JsonObject } from '../content/json.ts'
import { limits } from '../limits.ts'

/** What is wrong with a value. `limit`: the bound it passes. */
export interface FieldProblem {
  code: 'type' | 'required' | 'below' | 'above' | 'option' | 'reversed' | 'long' | 'many'
  limit?: string | number
}

type Checked = { value: Json; problem: null } | { value: null; problem: FieldProblem }

/** The values of a form as they are to be kept, and what is wrong, by field. A field that was not given keeps its own. */
export function checkFields(
  form: readonly Field[],
  given: JsonObject,
  before: JsonObject = {},
): { values: JsonObject; problems: Record<string, FieldProblem>; unknown: string[] } {
  const values: JsonObject = {}
  const problems: Record<string, FieldProblem> = {}
  for (const field of form) {
    const own = Object.hasOwn(before, field.name) ? (before[field.name] as Json) : field.initial
    const wanted = Object.hasOwn(given, field.name) && !field.isDisabled ? given[field.name] : own
    const checked = checkField(field, wanted)
    if (checked.problem) problems[field.name] = checked.problem
    else values[field.name] = checked.value
  }
  const names = new Set(form.map(({ name }) => name))
  return { values, problems, unknown: Object.keys(given).filter((name) => !names.has(name)) }
}

/** One value: what is to be kept of it, or what is wrong. An empty text becomes null. */
export function checkField(field: Field, given: unknown): Checked {
  switch (field.type) {
    case 'toggle':
      return typeof given === 'boolean' ? good(given) : bad('type')
    case 'slider':
      return checkNumber(given, field.min, field.max)
    case 'number':
      return given === null ? good(null) : checkNumber(given, field.min, field.max)
    case 'select':
      return field.options.some(({ value }) => value === given) ? good(given as string) : bad('option')
    case 'multi-select': {
      if (!isTexts(given)) return bad('type')
      const known = given.every((one) => field.options.some(({ value }) => value === one))
      return known ? good([...new Set(given)]) : bad('option')
    }
    case 'tags': {
      if (!isTexts(given)) return bad('type')
      const tags = [...new Set(given.map((tag) => tag.trim()).filter((tag) => tag !== ''))]
      if (tags.length > limits.tagsAtOnce) return bad('many', limits.tagsAtOnce)
      return tags.some((tag) => tag.length > limits.optionCharacters)
        ? bad('long', limits.optionCharacters)
        : good(tags)
    }
    case 'text': {
      if (given !== null && typeof given !== 'string') return bad('type')
      const isEmpty = given === null || given === ''
      if (isEmpty) return field.isRequired ? bad('required') : good(null)
      return given.length > limits.settingCharacters ? bad('long', limits.settingCharacters) : good(given)
    }
    case 'date':
      return given === null ? good(null) : checkDay(given, field)
    case 'date-range': {
      if (given === null) return good(null)
      if (!Array.isArray(given) || given.length !== 2) return bad('type')
      const [from, to] = given as [unknown, unknown]
      for (const end of [from, to]) {
        const checked = checkDay(end, field)
        if (checked.problem) return checked
      }
      return (from as string) <= (to as string) ? good([from as string, to as string]) : bad('reversed')
    }
  }
}

/** The same in words, for an error. */
export function describeProblem({ code, limit }: FieldProblem): string {
  switch (code) {
    case 'type':
      return 'is not a value of its kind'
    case 'required':
      return 'is missing'
    case 'below':
      return `is below ${limit}`
    case 'above':
      return `is above ${limit}`
    case 'option':
      return 'is none of the options'
    case 'reversed':
      return 'ends before it begins'
    case 'long':
      return `has more than ${limit} characters`
    case 'many':
      return `has more than ${limit} entries`
  }
}

function checkNumber(given: unknown, min: number | null, max: number | null): Checked {
  if (typeof given !== 'number' || !Number.isFinite(given)) return bad('type')
  if (min !== null && given < min) return bad('below', min)
  if (max !== null && given > max) return bad('above', max)
  return good(given)
}

/** Whether it is a day that there is, as `2026-11-25`. Without a schema, which a page would have to load. */
export function isDay(given: unknown): given is string {
  if (typeof given !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(given)) return false
  const time = Date.parse(`${given}T00:00:00Z`)
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(given)
}

/** Days as text compare as days do. */
function checkDay(given: unknown, { min, max }: { min: string | null; max: string | null }): Checked {
  if (!isDay(given)) return bad('type')
  if (min !== null && given < min) return bad('below', min)
  if (max !== null && given > max) return bad('above', max)
  return good(given)
}

function isTexts(given: unknown): given is string[] {
  return Array.isArray(given) && given.every((one) => typeof one === 'string')
}

function good(value: Json): Checked {
  return { value, problem: null }
}

function bad(code: FieldProblem['code'], limit?: string | number): Checked {
  return { value: null, problem: limit === undefined ? { code } : { code, limit } }
}
