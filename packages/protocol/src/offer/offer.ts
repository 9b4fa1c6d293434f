import type { ComposerCommand } from '../content/composer-command.ts'
import type { Field } from '../content/field.ts'
import type { MarkdownRules } from '../content/markdown-rules.ts'
import type { Mode } from '../content/mode.ts'
import type { Profile, Rules } from '../content/profile.ts'
import type { Setup, SetupId } from '../content/setup.ts'
import type { Starter } from '../content/starter.ts'
import type { ThreadState } from '../state.ts'

/** What an app declares for the composer, for all of its threads. */
export interface AppOffer {
  profiles: Profile[]
  starters: Starter[]
  commands: ComposerCommand[]
  modes: Mode[]
  form: Field[]
  /** Where the settings panel opens, and whether it is open from the start. */
  settingsPanel: { place: 'dialog' | 'side'; isOpen: boolean }
  /** Whether somebody wants to hear of settings while they are edited. */
  hearsEdits: boolean
}

/** What is offered in one thread. */
export interface Offer extends Omit<AppOffer, 'settingsPanel' | 'hearsEdits'> {
  /** The profile of the thread; null when the app has none. */
  profile: Profile | null
  /** What holds in it otherwise than the app says. */
  rules: Rules
}

export const emptyOffer: AppOffer = {
  profiles: [],
  starters: [],
  commands: [],
  modes: [],
  form: [],
  settingsPanel: { place: 'dialog', isOpen: false },
  hearsEdits: false,
}

/**
 * What is offered in a thread: what the app declares, then what its profile says, then how the thread was set up. Server
 * and page both ask here, so that what the page shows is what the server takes.
 */
export function offerFor(app: AppOffer, state: Pick<ThreadState, 'setups'>): Offer {
  const profiles = setupOf(state, 'profiles')?.profiles ?? app.profiles
  const profile = pickProfile(profiles, setupOf(state, 'profile')?.profileId)
  return {
    profiles,
    profile,
    rules: { ...profile?.rules, ...setupOf(state, 'rules')?.rules },
    starters: setupOf(state, 'starters')?.starters ?? profile?.starters ?? app.starters,
    commands: setupOf(state, 'commands')?.commands ?? profile?.commands ?? app.commands,
    modes: setupOf(state, 'modes')?.modes ?? profile?.modes ?? app.modes,
    form: formFor(app.form, setupOf(state, 'form')?.fields ?? {}),
  }
}

/** What holds in a thread: as the app says, unless `rules` say otherwise. */
export function ruled<App extends { markdown: MarkdownRules }>(app: App, rules: Rules): App {
  return { ...app, ...rules, markdown: { ...app.markdown, ...rules.markdown } }
}

/** The profile of this id; without one, or when it is gone, the default, else the first. */
export function pickProfile(profiles: readonly Profile[], id: string | null | undefined): Profile | null {
  return (
    profiles.find((profile) => profile.id === id) ??
    profiles.find((profile) => profile.isDefault) ??
    profiles[0] ??
    null
  )
}

/** One part of how a thread was set up. */
export function setupOf<Id extends SetupId>(
  { setups }: Pick<ThreadState, 'setups'>,
  id: Id,
): Extract<Setup, { id: Id }> | undefined {
  return setups.find((setup) => setup.id === id) as Extract<Setup, { id: Id }> | undefined
}

function formFor(declared: readonly Field[], changed: Record<string, Field | null>): Field[] {
  const names = new Set(declared.map(({ name }) => name))
  const kept = declared.flatMap((field) => (Object.hasOwn(changed, field.name) ? (changed[field.name] ?? []) : field))
  const added = Object.entries(changed).flatMap(([name, field]) => (names.has(name) ? [] : (field ?? [])))
  return [...kept, ...added]
}
