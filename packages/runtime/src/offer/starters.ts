import type { Starter } from '@chatwright/protocol'
import { expect, expectList, expectMaybeText, expectText, isRecord } from './check.ts'

/** Something to begin with, shown while nothing was said. */
export interface StarterOptions {
  label: string
  /** What is said when it is chosen. Default: the label. */
  text?: string
  /** A line under the label. */
  description?: string
  /** A Lucide icon's name, or the address of a picture on the page's own host: `/public/logo.svg` is a file beside the app. */
  icon?: string
  /**
   * The group it stands in, with an icon as `icon` is given: it need not be said again with the others of the group. Groups
   * are offered as pills, in the order in which they are first named; one is open at a time.
   */
  category?: string | { label: string; icon?: string }
  /** The command that goes with it. Default: the one that is chosen in the composer. */
  command?: string
  /** Options of modes that go with it. Default: as chosen in the composer. */
  modes?: Record<string, string>
  /** False fills the composer with it in place of saying it. Default true. */
  submit?: boolean
}

/** Throws `bad_option`. */
export function toStarters(place: string, given: readonly StarterOptions[]): Starter[] {
  expectList(place, given)
  return given.map((options, index) => {
    const at = `${place}[${index}]`
    expect(at, options, isRecord(options), '{ label, text }')
    const { label, text = label, description, icon, category, command, modes = {}, submit = true } = options
    expectText(`${at}.label`, label)
    expectText(`${at}.text`, text)
    for (const [name, value] of Object.entries({ description, icon, command })) expectMaybeText(`${at}.${name}`, value)
    const group: { label?: string; icon?: string } = isRecord(category)
      ? category
      : category === undefined
        ? {}
        : { label: category }
    if (isRecord(category)) expectText(`${at}.category.label`, group.label)
    else expectMaybeText(`${at}.category`, category)
    expectMaybeText(`${at}.category.icon`, group.icon)
    expect(`${at}.modes`, modes, isRecord(modes), 'the id of an option for each mode')
    expect(`${at}.submit`, submit, typeof submit === 'boolean', 'true or false')
    return {
      label,
      text,
      description: description ?? null,
      icon: icon ?? null,
      category: group.label ?? null,
      ...(group.icon === undefined ? {} : { categoryIcon: group.icon }),
      command: command ?? null,
      modes,
      isSaid: submit,
    }
  })
}
