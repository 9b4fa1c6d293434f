import type { Mode } from '@chatwright/protocol'
import { expect, expectDistinct, expectList, expectMaybeText, expectName, expectText, isRecord } from './check.ts'

/** One option of a mode. */
export interface ModeOptionOptions {
  id: string
  /** Default: the id. */
  label?: string
  description?: string
  /** A Lucide icon's name, or the address of a picture on the page's own host: `/public/logo.svg` is a file beside the app. */
  icon?: string
  /** It holds while none was chosen. Default: the first does. */
  default?: boolean
}

/** Something a person chooses for their messages: which model, how much effort. */
export interface ModeOptions {
  /** Default: the mode's name. */
  label?: string
  options: readonly ModeOptionOptions[]
  /** Whether the option that was chosen stands with what was said. Default false. */
  shown?: boolean
}

/** Modes by name: `message.modes` has the chosen option's id under the same name. */
export type ModesOptions = Readonly<Record<string, ModeOptions>>

/** Throws `bad_option`. */
export function toModes(place: string, given: ModesOptions): Mode[] {
  expect(place, given, isRecord(given), '{ name: { options } }')
  return Object.entries(given).map(([id, mode]) => {
    const at = `${place}.${id}`
    expectName(at, id)
    expect(at, mode, isRecord(mode), '{ options }')
    expectText(`${at}.label`, mode.label ?? id)
    const isShown = mode.shown ?? false
    expect(`${at}.shown`, isShown, typeof isShown === 'boolean', 'true or false')
    expectList(`${at}.options`, mode.options)
    expect(`${at}.options`, mode.options, mode.options.length > 0, 'one option or more')
    const options = mode.options.map((option, index) => {
      const here = `${at}.options[${index}]`
      expect(here, option, isRecord(option), '{ id }')
      expectText(`${here}.id`, option.id)
      expectText(`${here}.label`, option.label ?? option.id)
      expectMaybeText(`${here}.description`, option.description)
      expectMaybeText(`${here}.icon`, option.icon)
      return {
        id: option.id,
        label: option.label ?? option.id,
        description: option.description ?? null,
        icon: option.icon ?? null,
      }
    })
    const ids = options.map((option) => option.id)
    expectDistinct(`${at}.options`, ids)
    const initial = mode.options.find((option) => option.default)?.id ?? ids[0] ?? ''
    return { id, label: mode.label ?? id, options, initial, ...(isShown ? { isShown } : {}) }
  })
}
