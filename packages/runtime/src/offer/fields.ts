import type { Field } from '@chatwright/protocol'
import { checkField, describeProblem, isDay, type JsonObject } from '@chatwright/protocol'
import { expect, expectDistinct, expectList, expectMaybeText, expectName, expectText, isRecord } from './check.ts'

/** What every widget can have. */
export interface WidgetOptions {
  /** Default: the setting's name. */
  label?: string
  /** A line under it. */
  description?: string
  /** A line that is shown when it is pointed at. */
  tooltip?: string
  /** It is shown and cannot be changed. Default false. */
  disabled?: boolean
}

/** A choice: a value, or a value and what people read. */
export type OptionGiven<Value extends string = string> = Value | { value: Value; label?: string }

type Distributed<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never
type Shape = Distributed<Field, 'name' | 'label' | 'description' | 'tooltip' | 'isDisabled' | 'tab'>

/** A widget, and with it the type of its value. Made by `slider`, `select` and their like. */
export interface Widget<Value> {
  readonly shape: Shape
  readonly options: WidgetOptions
  readonly tab?: string
  /** Never there: the type of the value. */
  readonly value?: Value
}

/** Widgets by the name their value has. */
export type Fields = Readonly<Record<string, Widget<unknown>>>

/** The values of widgets. */
export type ValuesOf<Given> = {
  -readonly [Name in keyof Given]: Given[Name] extends Widget<infer Value> ? Value : never
}

/** On or off, as a switch. */
export function toggle(options: WidgetOptions & { initial?: boolean } = {}): Widget<boolean> {
  return { shape: { type: 'toggle', look: 'switch', initial: options.initial ?? false }, options }
}

/** On or off, as a check box. */
export function checkbox(options: WidgetOptions & { initial?: boolean } = {}): Widget<boolean> {
  return { shape: { type: 'toggle', look: 'checkbox', initial: options.initial ?? false }, options }
}

/** A number on a line from `min` (default 0) to `max` (default 10) in steps (default 1). Initial: `min`. */
export function slider(
  options: WidgetOptions & { min?: number; max?: number; step?: number; initial?: number } = {},
): Widget<number> {
  const { min = 0, max = 10, step = 1, initial = min } = options
  return { shape: { type: 'slider', min, max, step, initial }, options }
}

/** A number that is typed; null while there is none. */
export function number(
  options: WidgetOptions & { min?: number; max?: number; step?: number; initial?: number; placeholder?: string } = {},
): Widget<number | null> {
  const { min = null, max = null, step = null, initial = null, placeholder = '' } = options
  return { shape: { type: 'number', min, max, step, initial, placeholder }, options }
}

/** One of several, from a list that can be searched. Initial: the first. */
export function select<const Value extends string>(
  options: WidgetOptions & { options: readonly OptionGiven<Value>[]; initial?: NoInfer<Value> },
): Widget<Value> {
  return choice('list', options)
}

/** One of several, all to be seen. Initial: the first. */
export function radio<const Value extends string>(
  options: WidgetOptions & { options: readonly OptionGiven<Value>[]; initial?: NoInfer<Value> },
): Widget<Value> {
  return choice('radio', options)
}

/** Some of several. Initial: none. */
export function multiSelect<const Value extends string>(
  options: WidgetOptions & { options: readonly OptionGiven<Value>[]; initial?: readonly NoInfer<Value>[] },
): Widget<Value[]> {
  const choices = toOptions('multiSelect', options.options)
  return { shape: { type: 'multi-select', options: choices, initial: [...(options.initial ?? [])] }, options }
}

/** Words of the person's own. Initial: none. */
export function tags(
  options: WidgetOptions & { initial?: readonly string[]; suggestions?: readonly string[]; placeholder?: string } = {},
): Widget<string[]> {
  const { initial = [], suggestions = [], placeholder = '' } = options
  return { shape: { type: 'tags', initial: [...initial], suggestions: [...suggestions], placeholder }, options }
}

/**
 * A text; null while it is empty. `secret` hides what is typed, in one line: with `multiline` it throws `bad_option`.
 * What is `required` cannot be saved empty, and nothing is saved until it is there.
 */
export function textInput(
  options: WidgetOptions & {
    initial?: string
    placeholder?: string
    multiline?: boolean
    secret?: boolean
    required?: boolean
  } = {},
): Widget<string | null> {
  const { initial = null, placeholder = '', multiline = false, secret = false, required = false } = options
  const isSensible = !(multiline && secret)
  expect('textInput', options, isSensible, 'multiline or secret, not both: what has several lines cannot be hidden')
  const shape = { isMultiline: multiline, isSecret: secret, isRequired: required, placeholder, initial }
  return { shape: { type: 'text', ...shape }, options }
}

/** A day as `2026-11-25`; null while there is none. `min` and `max`: the first and the last that can be chosen. */
export function date(
  options: WidgetOptions & { initial?: string; min?: string; max?: string } = {},
): Widget<string | null> {
  const { initial = null, min = null, max = null } = options
  return { shape: { type: 'date', min, max, initial }, options }
}

/** The first and the last day of some time, in order; null while there is none. */
export function dateRange(
  options: WidgetOptions & { initial?: readonly [string, string]; min?: string; max?: string } = {},
): Widget<[string, string] | null> {
  const { min = null, max = null } = options
  const initial = options.initial ? ([...options.initial] as [string, string]) : null
  return { shape: { type: 'date-range', min, max, initial }, options }
}

/** Puts widgets into a tab of the panel: `settings: { ...tab('Model', { … }), ...tab('Travel', { … }) }`. */
export function tab<const Given extends Fields>(label: string, fields: Given): Given {
  expectText('tab', label)
  return Object.fromEntries(Object.entries(fields).map(([name, widget]) => [name, { ...widget, tab: label }])) as Given
}

/** Throws `bad_option`. */
export function toFields(place: string, given: Fields): Field[] {
  expect(place, given, isRecord(given), '{ name: widget }')
  return Object.entries(given).map(([name, widget]) => toField(`${place}.${name}`, name, widget))
}

/** Throws `bad_option`. */
export function toField(at: string, name: string, widget: Widget<unknown>): Field {
  expectName(at, name)
  const isWidget = isRecord(widget) && isRecord(widget.shape) && isRecord(widget.options)
  expect(at, widget, isWidget, 'a widget', 'Make it with slider(), select(), toggle() or another of them.')
  const { label = name, description, tooltip, disabled = false } = widget.options
  expectText(`${at}.label`, label)
  expectMaybeText(`${at}.description`, description)
  expectMaybeText(`${at}.tooltip`, tooltip)
  expect(`${at}.disabled`, disabled, typeof disabled === 'boolean', 'true or false')
  const field: Field = {
    ...widget.shape,
    name,
    label,
    description: description ?? null,
    tooltip: tooltip ?? null,
    isDisabled: disabled,
    tab: widget.tab ?? null,
  }
  checkBounds(at, field)
  // What has to be said may be missing at first; everything else begins with a value it takes.
  const isMissing = field.type === 'text' && field.isRequired && field.initial === null
  const { problem } = isMissing ? { problem: null } : checkField(field, field.initial)
  expect(
    `${at}.initial`,
    field.initial,
    problem === null,
    problem ? `a value that it takes: this ${describeProblem(problem)}` : '',
  )
  return field
}

/** Checks values an author gives settings to begin with. Throws `bad_option`. */
export function checkInitial(place: string, form: readonly Field[], values: Record<string, unknown>): JsonObject {
  for (const [name, value] of Object.entries(values)) {
    const field = form.find((one) => one.name === name)
    expect(`${place}.${name}`, value, field !== undefined, 'a setting that the app declares')
    const { problem } = checkField(field as Field, value)
    expect(
      `${place}.${name}`,
      value,
      problem === null,
      problem ? `a value that it takes: this ${describeProblem(problem)}` : '',
    )
  }
  return values as JsonObject
}

function choice<Value extends string>(
  look: 'list' | 'radio',
  options: WidgetOptions & { options: readonly OptionGiven<Value>[]; initial?: Value },
): Widget<Value> {
  const choices = toOptions(look === 'list' ? 'select' : 'radio', options.options)
  return {
    shape: { type: 'select', look, options: choices, initial: options.initial ?? choices[0]?.value ?? '' },
    options,
  }
}

function toOptions(place: string, given: readonly OptionGiven[]): { value: string; label: string }[] {
  expectList(`${place}: options`, given)
  const options = given.map((option) => {
    const value = typeof option === 'string' ? option : option?.value
    expect(`${place}: options`, option, typeof value === 'string', 'texts or { value, label }')
    return { value, label: (typeof option === 'string' ? undefined : option.label) ?? value }
  })
  expect(`${place}: options`, given, options.length > 0, 'one option or more')
  const values = options.map(({ value }) => value)
  expectDistinct(`${place}: options`, values)
  return options
}

function checkBounds(at: string, field: Field): void {
  switch (field.type) {
    case 'slider':
      for (const bound of [field.min, field.max, field.step]) expect(at, bound, Number.isFinite(bound), 'numbers')
      expect(`${at}.max`, field.max, field.max > field.min, `more than min, ${field.min}`)
      expect(`${at}.step`, field.step, field.step > 0, 'more than 0')
      return
    case 'number':
      for (const bound of [field.min, field.max, field.step])
        expect(at, bound, bound === null || Number.isFinite(bound), 'numbers')
      return
    case 'date':
    case 'date-range':
      for (const bound of [field.min, field.max])
        expect(at, bound, bound === null || isDay(bound), 'a day such as 2026-11-25')
      return
    default:
  }
}
