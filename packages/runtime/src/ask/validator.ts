import { ChatwrightError } from '@chatwright/protocol'
import { checkWith, isSchema, type Checked } from '../schema/index.ts'
import type { Complaint } from './chat-ask.ts'

/** Looks at an answer. A schema gives it as it makes it, what only complains as it came. */
export type Validator<Given> = (given: Given) => Promise<Checked<unknown>>

/** What looks at the answers of a question, by its option `validate`. Throws `bad_option` for anything else. */
export function validatorOf<Given>(name: string, validate: unknown): Validator<Given> {
  if (validate === undefined) return (given) => Promise.resolve({ isGood: true, value: given })
  if (isSchema(validate)) return (given) => checkWith(validate, given)
  if (isFunction(validate)) {
    return async (given) => {
      const wrong = await validate(given)
      return wrong === undefined || wrong === null ? { isGood: true, value: given } : { isGood: false, wrong }
    }
  }
  throw new ChatwrightError(
    'bad_option',
    `${name}: validate: expected a function or a schema, got ${typeof validate}.`,
    {
      fix: 'Give a function that says what is wrong, or a schema that follows Standard Schema (zod, valibot, arktype …).',
    },
  )
}

function isFunction(validate: unknown): validate is (given: unknown) => Complaint | Promise<Complaint> {
  return typeof validate === 'function'
}
