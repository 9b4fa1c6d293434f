import { ChatwrightError } from '@chatwright/protocol'
import type { z } from 'zod'
import { nearest } from '../nearest.ts'
import { configOptions, type ChatwrightConfig } from './options.ts'

/**
 * Checks options from one source.
 *
 * `nameOf` says what an option is called there, such as `--port` or `PORT`. Throws `bad_option` with the first thing
 * wrong: which option, what was expected, what came.
 */
export function checkOptions(
  options: unknown,
  source: string,
  nameOf: (option: string) => string = (option) => option,
): ChatwrightConfig {
  const parsed = configOptions.safeParse(options)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0] as z.core.$ZodIssue
  throw issue.code === 'unrecognized_keys' ? unknownOption(issue, source) : wrongValue(issue, options, source, nameOf)
}

function unknownOption(issue: z.core.$ZodIssueUnrecognizedKeys, source: string): ChatwrightError {
  const key = issue.keys[0] as string
  const schema = issue.path[0] === 'stop' ? configOptions.shape.stop.unwrap() : configOptions
  const known = Object.keys(schema.shape)
  const near = nearest(key, known)
  return new ChatwrightError('bad_option', `There is no option '${[...issue.path, key].join('.')}' (${source}).`, {
    fix: near ? `Did you mean '${near}'?` : `The options are: ${known.join(', ')}.`,
  })
}

function wrongValue(
  issue: z.core.$ZodIssue,
  options: unknown,
  source: string,
  nameOf: (option: string) => string,
): ChatwrightError {
  if (issue.path.length === 0) {
    return new ChatwrightError('bad_option', `${source} must give an object of options, and gives ${show(options)}.`, {
      fix: "End it with 'export default defineConfig({ … })'.",
    })
  }
  const value = issue.path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown>)[key], options)
  const name = [nameOf(String(issue.path[0])), ...issue.path.slice(1)].join('.')
  const expected = expectedBy(issue)
  return new ChatwrightError('bad_option', `${name} must be ${expected}, and is ${show(value)} (${source}).`, {
    fix: `Change or remove ${name}.`,
  })
}

function expectedBy(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return `one of ${issue.values.map((value) => `'${String(value)}'`).join(', ')}`
    case 'invalid_type':
      return issue.expected === 'int' ? 'a whole number' : `a ${issue.expected}`
    case 'too_small':
      return issue.origin === 'string' ? 'not empty' : `${String(issue.minimum)} or more`
    case 'too_big':
      return `${String(issue.maximum)} or less`
    default:
      return issue.message.replace(/^must be /, '')
  }
}

function show(value: unknown): string {
  return value === undefined ? 'missing' : (JSON.stringify(value) ?? typeof value)
}
