import { ChatwrightError } from '@chatwright/protocol'
import { checkOptions } from './check-options.ts'
import { tokenCharacters } from './doors.ts'
import type { ChatwrightConfig } from './options.ts'

type Variables = Readonly<Record<string, string | undefined>>

/** The variable of each option that can be set from outside. `PORT` is what hosting services set. */
const variables = {
  port: 'PORT',
  host: 'CHATWRIGHT_HOST',
  dataDir: 'CHATWRIGHT_DATA_DIR',
  isolation: 'CHATWRIGHT_ISOLATION',
  workers: 'CHATWRIGHT_WORKERS',
  basePath: 'CHATWRIGHT_BASE_PATH',
  drainMs: 'CHATWRIGHT_DRAIN_MS',
  headless: 'CHATWRIGHT_HEADLESS',
  logLevel: 'CHATWRIGHT_LOG_LEVEL',
  showErrors: 'CHATWRIGHT_SHOW_ERRORS',
  metrics: 'CHATWRIGHT_METRICS',
} as const satisfies { [Option in keyof ChatwrightConfig]?: string }

const numbers: ReadonlySet<string> = new Set(['port', 'workers', 'drainMs'])
const booleans: ReadonlySet<string> = new Set(['headless', 'showErrors', 'metrics'])

/** Secrets belong in the environment: the variable of each option that holds nothing but a token beside the rest. */
const tokens = { metrics: 'CHATWRIGHT_METRICS_TOKEN', api: 'CHATWRIGHT_API_TOKEN' } as const

/** The options that environment variables set. Empty ones count as absent. Throws `bad_option` naming the variable. */
export function optionsFromVariables(environment: Variables): ChatwrightConfig {
  const options: Record<string, unknown> = {}
  for (const [option, variable] of Object.entries(variables)) {
    const text = environment[variable]?.trim()
    if (text) options[option] = valueOf(option, text)
  }
  for (const [option, variable] of Object.entries(tokens)) {
    const token = environment[variable]?.trim()
    if (!token) continue
    if (token.length < tokenCharacters) throw tooShort(variable, token)
    if (options[option] !== false) options[option] = { token }
  }
  return checkOptions(options, 'environment', (option) => variables[option as keyof typeof variables])
}

/** The value an option's text stands for; text that stands for none is left for the check to refuse. */
export function valueOf(option: string, text: string): unknown {
  if (numbers.has(option) && /^-?\d+(?:\.\d+)?$/.test(text)) return Number(text)
  if (booleans.has(option))
    return { true: true, '1': true, yes: true, false: false, '0': false, no: false }[text] ?? text
  return text
}

function tooShort(variable: string, { length }: string): ChatwrightError {
  const message = `${variable} must be a text of at least ${tokenCharacters} characters, and is one of ${length}`
  return new ChatwrightError('bad_option', `${message} (environment).`, { fix: `Change or remove ${variable}.` })
}
