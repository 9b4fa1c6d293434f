import { ChatwrightError, id as idSchema, type JsonObject, type Role } from '@chatwright/protocol'
import type { ActionOptions } from '../action/index.ts'
import type { ElementHandle, ElementInput } from '../elements/index.ts'
import { plainEntries } from './plain-json.ts'
import { serialise, type Serialised } from './serialise.ts'
import type { StepHandle } from './step-handle.ts'

/** What a message is besides its text. */
export interface MessageOptions {
  /** A UUID. Given the id of a message that is there, that message is replaced. Default: a new one. */
  id?: string
  /** Who speaks, by default the app. `avatar`: another name to look the picture up by. */
  author?: string | { name: string; avatar?: string }
  /** Default `assistant`. */
  role?: Role
  /** Shows the text as one block of code in this language. */
  language?: string
  /** JSON values, stored with the message. */
  metadata?: Record<string, unknown>
  tags?: readonly string[]
  /** The step it belongs to; by default the innermost that is open. Null for none. */
  parent?: string | StepHandle | null
  /** Buttons under it. */
  actions?: readonly ActionOptions[]
  /** Pictures, files and other media of it; made by `image()`, `pdf()`, `file()` and the like. */
  elements?: readonly ElementInput[]
  /** Draws it as an error, and keeps it out of what a model is given. */
  isError?: boolean
}

/** What is said: text, a value shown as JSON, or code. */
export type MessageBody = { text: string } | { json: unknown } | { code: string; language?: string }

/** What `chat.send` takes: a text, or a body with options. */
export type MessageInput = string | (MessageBody & MessageOptions)

/** What may be changed in a message; `undefined` leaves a thing as it is. */
export interface MessageChange {
  text?: string
  author?: string
  language?: string | null
  metadata?: Record<string, unknown>
  tags?: readonly string[]
  isError?: boolean
}

/** What `message.update` takes. */
export interface MessageUpdate extends MessageChange {
  /** Buttons in place of those it had; none with an empty list. */
  actions?: readonly ActionOptions[]
  /** Elements in place of those it had: of those the ones that are named again stay, and new ones come behind them. */
  elements?: readonly (ElementInput | ElementHandle)[]
}

/**
 * Text and language of whatever was handed in. A known body is taken at its word, nothing is an empty text, any other
 * object is shown as JSON, and anything else as the text it turns into. `language`: as said beside the input; it wins.
 */
export function toContent(input: unknown, language?: string): Serialised {
  if (language !== undefined) return asBlock(toContent(input).text, language)
  if (typeof input === 'string') return { text: input, language: null }
  if (typeof input !== 'object' || input === null) return serialise(input)
  if ('code' in input && typeof input.code === 'string') {
    const language = 'language' in input && typeof input.language === 'string' ? input.language : 'text'
    return asBlock(input.code, language)
  }
  if ('json' in input) return asJson(input.json)
  if ('text' in input) {
    const text = toContent(input.text).text
    return 'language' in input && typeof input.language === 'string'
      ? asBlock(text, input.language)
      : { text, language: null }
  }
  const shown = serialise(input)
  return { text: shown.text, language: shown.language ?? 'text' }
}

/** The options that came inside the input or beside it; those beside it win. */
export function optionsOf(input: unknown, options: MessageOptions | undefined): MessageOptions {
  const isBody = typeof input === 'object' && input !== null && ('text' in input || 'json' in input || 'code' in input)
  return { ...(isBody ? (input as MessageOptions) : {}), ...options }
}

/** Checks an id that the author made. Throws `bad_option`. */
export function checkId(option: string, value: string): string {
  if (idSchema.safeParse(value).success) return value
  throw new ChatwrightError('bad_option', `${option}: expected a UUID, got ${JSON.stringify(value)}.`, {
    fix: 'Leave it out to get a new id, or make one with crypto.randomUUID().',
  })
}

/** Checks metadata and gives a copy. Throws `bad_option` for what JSON cannot hold: it would be lost when stored. */
export function checkMetadata(metadata: Record<string, unknown>): JsonObject {
  const { plain, left } = plainEntries(metadata)
  if (left.length === 0) return plain
  throw new ChatwrightError('bad_option', `metadata: ${left.join(', ')}: expected JSON values.`, {
    fix: 'Store text, numbers, booleans, null, arrays and plain objects of these.',
  })
}

/** The step id an option `parent` names; undefined when it says nothing. */
export function parentIdOf(parent: string | StepHandle | null | undefined): string | null | undefined {
  if (parent === undefined || parent === null) return parent
  return typeof parent === 'string' ? checkId('parent', parent) : parent.id
}

function asJson(value: unknown): Serialised {
  // a string is JSON as well, with its quotes
  const text = typeof value === 'string' ? JSON.stringify(value) : serialise(value).text
  return { text, language: 'json' }
}

/** Code that brings its own fence is Markdown already. */
function asBlock(code: string, language: string): Serialised {
  return code.trimStart().startsWith('```') ? { text: code, language: null } : { text: code, language }
}
