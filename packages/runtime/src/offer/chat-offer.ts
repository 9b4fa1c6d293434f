import type { Field, Setup, SetupId } from '@chatwright/protocol'
import type { Run } from '../run/run.ts'
import { toCommands, type CommandOptions } from './commands.ts'
import { expect, isRecord } from './check.ts'
import { toField, type Fields, type Widget } from './fields.ts'
import type { ProfileRules, ReadRules } from './profiles.ts'
import { toModes, type ModesOptions } from './modes.ts'
import { toStarters, type StarterOptions } from './starters.ts'

/**
 * What `chat.offer` takes. What is named is replaced for this chat and kept with it; null puts back what the app declares.
 */
export interface OfferChange {
  starters?: readonly StarterOptions[] | null
  /** An empty list offers none. */
  commands?: readonly CommandOptions[] | null
  /** What was chosen stays chosen where it still can be. */
  modes?: ModesOptions | null
  /**
   * Widgets in place of the declared ones, by name, or beside them; null takes one away. What was put here before goes.
   * Values stay where the new widget takes them.
   */
  settings?: Fields | Readonly<Record<string, Widget<unknown> | null>> | null
  /**
   * What holds here otherwise than the app and its profile say: which files are taken, whether people may edit, what a
   * message does while a run works. Which steps are shown cannot be changed on the way.
   */
  rules?: ChatRules | null
}

/** What a chat may rule otherwise while it goes on. */
export type ChatRules = Omit<ProfileRules, 'showSteps'>

/** Changes what is offered in the chat of a run. Throws `bad_option` before anything is changed. */
export function changeOffer(run: Run, change: OfferChange, readRules: ReadRules): void {
  expect('chat.offer', change, isRecord(change), '{ starters, commands, modes, settings, rules }')
  const { starters, commands, modes, settings, rules } = change
  const puts: Setup[] = []
  const gone: Exclude<SetupId, 'profile' | 'settings' | 'profiles'>[] = []
  if (starters === null) gone.push('starters')
  else if (starters) puts.push({ id: 'starters', starters: toStarters('chat.offer: starters', starters) })
  if (commands === null) gone.push('commands')
  else if (commands) puts.push({ id: 'commands', commands: toCommands('chat.offer: commands', commands) })
  if (modes === null) gone.push('modes')
  else if (modes) puts.push({ id: 'modes', modes: toModes('chat.offer: modes', modes) })
  if (settings === null) gone.push('form')
  else if (settings) puts.push({ id: 'form', fields: toChangedFields(settings) })
  if (rules === null) gone.push('rules')
  else if (rules) {
    expect('chat.offer: rules', rules, isRecord(rules) && !('showSteps' in rules), 'rules of a chat, without showSteps')
    puts.push({ id: 'rules', rules: readRules('chat.offer: rules', rules) })
  }
  for (const setup of puts) run.emit({ type: 'setup-put', runId: run.id, setup })
  for (const setupId of gone) run.emit({ type: 'setup-remove', runId: run.id, setupId })
}

function toChangedFields(given: Readonly<Record<string, Widget<unknown> | null>>): Record<string, Field | null> {
  expect('chat.offer: settings', given, isRecord(given), '{ name: widget }')
  return Object.fromEntries(
    Object.entries(given).map(([name, widget]) => [
      name,
      widget === null ? null : toField(`chat.offer: settings.${name}`, name, widget),
    ]),
  )
}
