import type { Field, LocalText, Profile, Rules } from '@chatwright/protocol'
import type { UploadOptions } from '../app/upload-options.ts'
import type { FeedbackOptions } from '../feedback/index.ts'
import { expect, expectDistinct, expectList, expectMaybeText, expectText, isRecord } from './check.ts'
import { toCommands, type CommandOptions } from './commands.ts'
import { checkInitial } from './fields.ts'
import { toModes, type ModesOptions } from './modes.ts'
import { toStarters, type StarterOptions } from './starters.ts'

/** What a profile may rule otherwise than the app; each as among the app's options. */
export interface ProfileRules extends Omit<Rules, 'uploads' | 'feedback' | 'stopNotice'> {
  /** Which files people may attach here; `false` for none. */
  uploads?: UploadOptions | false
  /** Whether people can say here what they think of answers. */
  feedback?: FeedbackOptions | boolean
  /** What readers are told of a stop here; `false` for nothing. */
  stopNotice?: LocalText | false
}

/** Checks what a profile rules otherwise, and gives it as page and server keep it. Throws `bad_option`. */
export type ReadRules = (at: string, given: ProfileRules) => Rules

/** One of the assistants a person can talk to. What it does not say is as the app says. */
export interface ProfileOptions extends ProfileRules {
  /** `chat.profile`. Any text; a thread keeps it. */
  id: string
  /** Default: the id. */
  label?: string
  /** Markdown. */
  description?: string
  /** A Lucide icon's name, or the address of a picture on the page's own host: `/public/logo.svg` is a file beside the app. */
  icon?: string
  /** A chat begins with it when nothing else is chosen. Default: the first. */
  default?: boolean
  /** In place of the app's. */
  starters?: readonly StarterOptions[]
  /** In place of the app's. */
  commands?: readonly CommandOptions[]
  /** In place of the app's. */
  modes?: ModesOptions
  /** Values that settings begin with here. */
  settings?: Readonly<Record<string, unknown>>
}

/** Throws `bad_option`. `form`: the settings the app declares; `readRules` reads what a profile rules otherwise. */
export function toProfiles(
  place: string,
  given: readonly ProfileOptions[],
  form: readonly Field[],
  readRules: ReadRules,
): Profile[] {
  expectList(place, given)
  const profiles = given.map((options, index): Profile => {
    const at = `${place}[${index}]`
    expect(at, options, isRecord(options), '{ id }')
    const { id, label = id, description, icon, starters, commands, modes, settings } = options
    expectText(`${at}.id`, id)
    expectText(`${at}.label`, label)
    expectMaybeText(`${at}.description`, description)
    expectMaybeText(`${at}.icon`, icon)
    const isDefault = options.default ?? false
    expect(`${at}.default`, isDefault, typeof isDefault === 'boolean', 'true or false')
    return {
      id,
      label,
      description: description ?? null,
      icon: icon ?? null,
      isDefault,
      rules: readRules(at, options),
      ...(starters === undefined ? {} : { starters: toStarters(`${at}.starters`, starters) }),
      ...(commands === undefined ? {} : { commands: toCommands(`${at}.commands`, commands) }),
      ...(modes === undefined ? {} : { modes: toModes(`${at}.modes`, modes) }),
      ...(settings === undefined ? {} : { settings: checkInitial(`${at}.settings`, form, settings) }),
    }
  })
  const ids = profiles.map(({ id }) => id)
  expectDistinct(place, ids)
  return profiles
}
