import { uploadRules, uploadsProblem } from '../app/upload-options.ts'
import { ChatwrightError, type AskOption, type Field, type FileRules, type JsonObject } from '@chatwright/protocol'
import { toPlainJson } from '../chat/plain-json.ts'
import { toFields, type Fields } from '../offer/fields.ts'
import type { Question } from './asker.ts'
import type { AskFilesOptions, Choice, ToolCall } from './chat-ask.ts'

/** A question without the message that says it. */
export type Asked = Omit<Question, 'messageId'>

const defaultSizeMb = 2
const bytesInMb = 1_000_000

export const textQuestion: Asked = { kind: 'text', options: [], rules: null }

/** Throws `bad_option`, as all of these. */
export function choiceQuestion(choices: readonly Choice<string>[]): Asked {
  const options = choices.map(toOption)
  const isGood = options.length > 0 && new Set(options.map(({ value }) => value)).size === options.length
  check('choices', isGood, 'one or more, each with a value of its own', choices)
  return { kind: 'choice', options, rules: null }
}

export function filesQuestion(options: AskFilesOptions): Asked {
  return { kind: 'files', options: [], rules: rulesOf(options) }
}

/** `before`: what the fields begin with in place of their own. */
export function formQuestion(fields: Fields, before: JsonObject = {}): Asked {
  const form = toFields('chat.ask.form', fields)
  check('fields', form.length > 0, 'one widget or more', fields)
  return { kind: 'form', options: [], rules: null, form: form.map((field) => withInitial(field, before)) }
}

export function approvalQuestion({ tool, args }: ToolCall<unknown>, isEditable: boolean): Asked {
  check('tool', typeof tool === 'string' && tool.trim() !== '', 'the name of a tool', tool)
  const plain = toPlainJson(args)
  check('args', plain !== undefined, 'JSON values', typeof args)
  return { kind: 'approval', options: [], rules: null, call: { tool, args: plain ?? null, isEditable } }
}

/** What was given before stands in the form again; a secret is not sent to the page. */
function withInitial(field: Field, before: JsonObject): Field {
  const isSecret = field.type === 'text' && field.isSecret
  return Object.hasOwn(before, field.name) && !isSecret ? ({ ...field, initial: before[field.name] } as Field) : field
}

function toOption(choice: Choice<string>): AskOption {
  if (typeof choice === 'string') return { value: choice, label: choice, description: null }
  return { value: choice.value, label: choice.label ?? choice.value, description: choice.description ?? null }
}

function rulesOf({ accept = [], maxFiles = 1, maxSizeMb = defaultSizeMb }: AskFilesOptions): FileRules {
  check('maxFiles', Number.isInteger(maxFiles) && maxFiles > 0, 'a whole number, 1 or more', maxFiles)
  check('maxSizeMb', maxSizeMb > 0 && Number.isFinite(maxSizeMb), 'a number above 0', maxSizeMb)
  const problem = uploadsProblem({ accept })
  check('accept', problem === null, problem?.expected ?? '', accept)
  const { accept: types = [], extensions } = uploadRules({ accept }) ?? {}
  const endings = extensions === undefined ? {} : { extensions }
  return { accept: types, ...endings, maxFiles, maxBytes: Math.ceil(maxSizeMb * bytesInMb) }
}

export function check(option: string, isGood: boolean, expected: string, got: unknown): void {
  if (isGood) return
  throw new ChatwrightError(
    'bad_option',
    `chat.ask: ${option}: expected ${expected}, got ${JSON.stringify(got) ?? String(got)}.`,
  )
}
