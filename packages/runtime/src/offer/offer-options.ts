import type { AppOffer, User } from '@chatwright/protocol'
import { toCommands, type CommandOptions } from './commands.ts'
import { expect, isRecord } from './check.ts'
import { toFields, type Fields } from './fields.ts'
import { toModes, type ModesOptions } from './modes.ts'
import { toProfiles, type ProfileOptions, type ReadRules } from './profiles.ts'
import { toStarters, type StarterOptions } from './starters.ts'

/** For whom something is offered. `signal`: aborted when the reader stops it. */
export interface OfferedTo {
  user: User
  /** The reader's language as a BCP 47 tag. */
  locale: string
  signal: AbortSignal
}

/** The same, in a profile. */
export interface StartersFor extends OfferedTo {
  /** The id of the chosen profile, or null. */
  profile: string | null
}

/** Gives the profiles for somebody. Runs before a chat begins, so it should be quick: messages wait for it. Undefined: none. */
export type ProfilesFunction = (
  who: OfferedTo,
) => readonly ProfileOptions[] | undefined | Promise<readonly ProfileOptions[] | undefined>
/** Gives the starters for somebody. Runs before a chat begins, so it should be quick: messages wait for it. */
export type StartersFunction = (
  who: StartersFor,
) => readonly StarterOptions[] | undefined | Promise<readonly StarterOptions[] | undefined>

/** What an app offers in the composer; options of `createApp`. */
export interface OfferOptions<Commands, Modes, Settings, Profiles> {
  /** What a person can begin with. A profile's own replace them. */
  starters?: readonly StarterOptions[] | StartersFunction
  /** Commands that a message can carry: `message.command`, and `app.onCommand`. */
  commands?: Commands
  /** What is chosen for every message: `message.modes`. */
  modes?: Modes
  /** A panel of settings: `chat.settings`, and `app.onSettings`. */
  settings?: Settings
  /** Where the settings panel opens: over the page (default) or beside it; and whether it is open from the start. */
  settingsPanel?: { place?: 'dialog' | 'side'; open?: boolean }
  /** The assistants a person can choose from: `chat.profile`. */
  profiles?: Profiles | ProfilesFunction
}

export type AnyOfferOptions = OfferOptions<readonly CommandOptions[], ModesOptions, Fields, readonly ProfileOptions[]>

/** What of the options is the same for everybody. Throws `bad_option`, naming the option. */
export function declaredOffer(options: AnyOfferOptions, readRules: ReadRules): Omit<AppOffer, 'hearsEdits'> {
  const { starters = [], commands = [], modes = {}, settings = {}, settingsPanel = {}, profiles = [] } = options
  expect('createApp: settingsPanel', settingsPanel, isRecord(settingsPanel), '{ place, open }')
  const { place = 'dialog', open = false } = settingsPanel
  expect('createApp: settingsPanel.place', place, place === 'dialog' || place === 'side', "'dialog' or 'side'")
  expect('createApp: settingsPanel.open', open, typeof open === 'boolean', 'true or false')
  const form = toFields('createApp: settings', settings)
  return {
    starters: typeof starters === 'function' ? [] : toStarters('createApp: starters', starters),
    commands: toCommands('createApp: commands', commands),
    modes: toModes('createApp: modes', modes),
    form,
    settingsPanel: { place, isOpen: open },
    profiles: typeof profiles === 'function' ? [] : toProfiles('createApp: profiles', profiles, form, readRules),
  }
}

/** Whether something has to be asked for each chat. */
export function isAskedForEach({ starters, profiles }: AnyOfferOptions): boolean {
  return typeof starters === 'function' || typeof profiles === 'function'
}
