import { z } from 'zod'
import { composerCommand } from './composer-command.ts'
import { field } from './field.ts'
import { jsonObject } from './json.ts'
import { mode } from './mode.ts'
import { profile, rules } from './profile.ts'
import { starter } from './starter.ts'

/**
 * How one thread is set up, as far as it is not as the app declares it for all: what its functions gave for this person,
 * what a handler changed, what the person chose. Put again, each replaces the one before. `offerFor` puts them together.
 */
export const setup = z.discriminatedUnion('id', [
  z.object({ id: z.literal('profiles'), profiles: z.array(profile) }),
  /** The profile the thread began with. */
  z.object({ id: z.literal('profile'), profileId: z.string() }),
  z.object({ id: z.literal('starters'), starters: z.array(starter) }),
  z.object({ id: z.literal('commands'), commands: z.array(composerCommand) }),
  z.object({ id: z.literal('modes'), modes: z.array(mode) }),
  /** Fields in place of the app's or beside them, by name; null takes one away. */
  z.object({ id: z.literal('form'), fields: z.record(z.string(), field.nullable()) }),
  /** What holds here in place of what the app and the profile say. */
  z.object({ id: z.literal('rules'), rules }),
  /** The person's settings. */
  z.object({ id: z.literal('settings'), values: jsonObject }),
])
export type Setup = z.infer<typeof setup>
export type SetupId = Setup['id']
