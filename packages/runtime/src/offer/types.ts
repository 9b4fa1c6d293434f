import type { Json, JsonObject } from '@chatwright/protocol'
import type { SaidMessage } from '../chat/chat-context.ts'
import type { Fields, ValuesOf } from './fields.ts'
import type { ModesOptions } from './modes.ts'
import type { ProfileOptions } from './profiles.ts'

/** What an app's declarations say of the values its handlers get. As it stands: where nothing is declared. */
export interface ChatTypes {
  command: string
  modes: Record<string, string>
  settings: object
  profile: string | null
}

/** Where nothing is declared. */
export interface AnyChat extends ChatTypes {
  settings: Record<string, Json>
}

/** The types that follow from the options of `createApp`. */
export interface TypesOf<Commands, Modes, Settings, Profiles> {
  command: Commands extends readonly { readonly id: infer Id extends string }[] ? Id : string
  modes: IsAny<Modes, ModesOptions> extends true ? Record<string, string> : ModesOf<Modes>
  settings: IsAny<Settings, Fields> extends true ? Record<string, Json> : ValuesOf<Settings>
  profile: IsAny<Profiles, readonly ProfileOptions[]> extends true ? string | null : ProfileOf<Profiles>
}

/** What a handler of messages is given: a message, with what was chosen in the composer. */
export type IncomingMessage<Types extends ChatTypes = AnyChat> = AnyChat extends Types
  ? SaidMessage
  : Omit<SaidMessage, 'command' | 'modes' | 'args'> & {
      /** The command the person chose; absent when they chose none. */
      command?: Types['command']
      /** What was said with the command, by the names of its `args`. */
      args?: JsonObject
      /** The chosen option of each mode. */
      modes: Types['modes']
    }

/** The same message as its command's handler gets it. */
export type CommandMessage<Types extends ChatTypes, Id extends string> = Omit<IncomingMessage<Types>, 'command'> & {
  command: Id
}

type IsAny<Given, Constraint> = Constraint extends Given ? true : false
type ModesOf<Given> = {
  -readonly [Name in keyof Given]: Given[Name] extends {
    readonly options: readonly { readonly id: infer Id extends string }[]
  }
    ? Id
    : string
}
type ProfileOf<Given> = Given extends readonly { readonly id: infer Id extends string }[] ? Id : string | null
