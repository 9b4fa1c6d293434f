export { changeOffer, type ChatRules, type OfferChange } from './chat-offer.ts'
export { CommandTable, type CommandHandler } from './command-table.ts'
export type { CommandOptions } from './commands.ts'
export type { Fields, OptionGiven, ValuesOf, Widget, WidgetOptions } from './fields.ts'
export type { ModeOptionOptions, ModeOptions, ModesOptions } from './modes.ts'
export {
  declaredOffer,
  isAskedForEach,
  type AnyOfferOptions,
  type OfferedTo,
  type OfferOptions,
  type ProfilesFunction,
  type StartersFor,
  type StartersFunction,
} from './offer-options.ts'
export type { ProfileOptions, ProfileRules, ReadRules } from './profiles.ts'
export { setUp } from './set-up.ts'
export type { StarterOptions } from './starters.ts'
export type { AnyChat, ChatTypes, CommandMessage, IncomingMessage, TypesOf } from './types.ts'
