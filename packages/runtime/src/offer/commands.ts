import type { ComposerCommand } from '@chatwright/protocol'
import { expect, expectDistinct, expectList, expectMaybeText, expectText, isRecord } from './check.ts'
import { toFields, type Fields } from './fields.ts'

/** A command that a message can carry: chosen with `/`, in the menu or by its button. */
export interface CommandOptions {
  /** What the app is told: `message.command`. */
  id: string
  /** Default: the id. */
  label?: string
  description?: string
  /** A Lucide icon's name, or the address of a picture on the page's own host: `/public/logo.svg` is a file beside the app. */
  icon?: string
  /** Where it is offered: in the menu (default), or as a button of its own beside it. */
  placement?: 'menu' | 'button'
  /** Whether it stays chosen after a message. Default false. */
  persistent?: boolean
  /** Whether it is chosen when nothing else is. Default false. */
  selected?: boolean
  /** What is asked for beside the text, as widgets: `message.args`. */
  args?: Fields
}

/** Throws `bad_option`. */
export function toCommands(place: string, given: readonly CommandOptions[]): ComposerCommand[] {
  expectList(place, given)
  const commands = given.map((options, index): ComposerCommand => {
    const at = `${place}[${index}]`
    expect(at, options, isRecord(options), '{ id }')
    const { id, label = id, description, icon, placement = 'menu', persistent = false, selected = false } = options
    expectText(`${at}.id`, id)
    expect(`${at}.id`, id, !/\s/.test(id), 'a word without spaces', 'Give what people read as its label.')
    expectText(`${at}.label`, label)
    expectMaybeText(`${at}.description`, description)
    expectMaybeText(`${at}.icon`, icon)
    expect(`${at}.placement`, placement, placement === 'menu' || placement === 'button', "'menu' or 'button'")
    expect(`${at}.persistent`, persistent, typeof persistent === 'boolean', 'true or false')
    expect(`${at}.selected`, selected, typeof selected === 'boolean', 'true or false')
    return {
      id,
      label,
      description: description ?? null,
      icon: icon ?? null,
      placement,
      isPersistent: persistent,
      isSelected: selected,
      args: toFields(`${at}.args`, options.args ?? {}),
    }
  })
  const ids = commands.map(({ id }) => id)
  expectDistinct(place, ids)
  return commands
}
