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
  const issue = innermost(parsed.error.issues[0] as z.core.$ZodIssue)
  throw issue.code === 'unrecognized_keys' ? unknownOption(issue, source) : wrongValue(issue, options, source, nameOf)
}

/** Of an option that may have several forms: what is wrong with the form that was meant. */
function innermost(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue
  const meant = issue.errors.flat().find(({ path, code }) => path.length > 0 || code === 'unrecognized_keys')
  return meant ? innermost({ ...meant, path: [...issue.path, ...meant.path] }) : issue
}

function knownAt(option: string): string[] {
  const { stop, metrics, api } = configOptions.shape
  const inner: Record<string, object> = {
    stop: stop.unwrap().shape,
    metrics: metrics.unwrap().options[1].shape,
    api: api.unwrap().shape,
  }
  return Object.keys(inner[option] ?? configOptions.shape)
}

function unknownOption(issue: z.core.$ZodIssueUnrecognizedKeys, source: string): ChatwrightError {
  const key = issue.keys[0] as string
  const known = knownAt(String(issue.path[0] ?? ''))
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
  return new ChatwrightError(
    'bad_option',
    `${name} must be ${expected}, and is ${shownAt(issue.path, value)} (${source}).`,
    {
      fix: `Change or remove ${name}.`,
    },
  )
}

function expectedBy(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return `one of ${issue.values.map((value) => `'${String(value)}'`).join(', ')}`
    case 'invalid_type':
      return issue.expected === 'int' ? 'a whole number' : `a ${issue.expected}`
    case 'invalid_union':
      return 'true, false or an object of its options'
    case 'too_small':
      if (issue.path.at(-1) === 'token') return `a text of at least ${String(issue.minimum)} characters`
      return issue.origin === 'string' ? 'not empty' : `${String(issue.minimum)} or more`
    case 'too_big':
      return `${String(issue.maximum)} or less`
    default:
      return issue.message.replace(/^must be /, '')
  }
}

function show(value: unknown): string {
  return value === undefined ? 'missing' : (JSON.stringify(value, hideTokens) ?? typeof value)
}

/** What is said of an option may stand in a log or a page; a token may not. */
function shownAt(path: readonly PropertyKey[], value: unknown): string {
  return typeof value === 'string' && path.at(-1) === 'token' ? `one of ${value.length}` : show(value)
}

function hideTokens(key: string, value: unknown): unknown {
  return key === 'token' && value !== undefined ? '…' : value
}
