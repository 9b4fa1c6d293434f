import type { Field, Setup, SetupId } from '@chatwright/protocol'
import type { Run } from '../run/run.ts'
import { toCommands, type CommandOptions } from './commands.ts'
import { expect, isRecord } from './check.ts'
import { toField, type Fields, type Widget } from './fields.ts'
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
}

/** Changes what is offered in the chat of a run. Throws `bad_option` before anything is changed. */
export function changeOffer(run: Run, change: OfferChange): void {
  expect('chat.offer', change, isRecord(change), '{ starters, commands, modes, settings }')
  const { starters, commands, modes, settings } = change
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
