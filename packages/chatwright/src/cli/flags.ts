import type { ArgsDef } from 'citty'
import { ChatwrightError } from '@chatwright/protocol'
import { checkOptions } from '../config/check-options.ts'
import { valueOf } from '../config/environment.ts'
import type { ChatwrightConfig } from '../config/options.ts'
import { nearest } from '../nearest.ts'

/** The flags of every command that serves an app; each is an option of `chatwright.config.ts` too. */
export const serverFlags = {
  port: { type: 'string', valueHint: 'number', description: 'Port to serve on; 0 takes any free one (default 8000)' },
  host: { type: 'string', valueHint: 'address', description: 'Address to listen on; 0.0.0.0 opens it to others' },
  isolation: {
    type: 'string',
    valueHint: 'worker|process|inline',
    description: "The app's own thread, its own process, or the server's thread",
  },
  'data-dir': { type: 'string', valueHint: 'folder', description: 'Where threads are kept (default .chatwright)' },
  'base-path': { type: 'string', valueHint: 'path', description: 'Path everything lives under, such as /chat' },
  headless: { type: 'boolean', description: 'Leave the browser alone' },
  metrics: { type: 'boolean', description: 'Show what is measured at /metrics; needs prom-client' },
  'log-level': { type: 'string', valueHint: 'level', description: 'trace, debug, info, warn, error or silent' },
} as const satisfies ArgsDef

const optionNames = {
  port: 'port',
  host: 'host',
  isolation: 'isolation',
  'data-dir': 'dataDir',
  'base-path': 'basePath',
  'log-level': 'logLevel',
  headless: 'headless',
  metrics: 'metrics',
} as const satisfies Record<string, keyof ChatwrightConfig>

/** The options that the command line sets. Throws `bad_option` naming the flag. */
export function optionsFromFlags(args: Readonly<Record<string, unknown>>): ChatwrightConfig {
  const options: Record<string, unknown> = {}
  for (const [flag, option] of Object.entries(optionNames)) {
    const value = args[flag]
    if (value === undefined) continue
    options[option] = typeof value === 'string' ? valueOf(option, value) : value
  }
  return checkOptions(options, 'command line', (option) => {
    const flag = Object.entries(optionNames).find(([, name]) => name === option)?.[0]
    return `--${flag ?? option}`
  })
}

/** Refuses flags a command does not have, flags without their value, and more words than it takes. */
export function checkArguments(rawArgs: readonly string[], definitions: ArgsDef): void {
  const flags = new Map<string, string | undefined>([['help', 'boolean']])
  let words = 0
  for (const [name, { type }] of Object.entries(definitions)) {
    if (type === 'positional') words++
    else flags.set(name, type)
  }
  for (let index = 0; index < rawArgs.length; index++) {
    const text = rawArgs[index] as string
    if (!text.startsWith('-')) {
      if (--words < 0) throw usageError(`'${text}' is one argument too many.`, 'Give one file or folder.')
      continue
    }
    const [flag, value] = text.replace(/^--?/, '').split(/=(.*)/s) as [string, string?]
    const type = flags.get(flag)
    if (type === undefined || !text.startsWith('--')) throw unknownFlag(text, [...flags.keys()])
    if (type !== 'string' || value !== undefined) continue
    const next = rawArgs[++index]
    if (next === undefined || next.startsWith('--'))
      throw usageError(`--${flag} needs a value.`, `Write --${flag} <value>.`)
  }
}

function unknownFlag(text: string, known: string[]): ChatwrightError {
  const near = nearest(text.replace(/^-+/, '').split('=')[0] as string, known)
  return usageError(
    `There is no flag ${text.split('=')[0]}.`,
    near ? `Did you mean --${near}?` : `The flags are: ${known.map((name) => `--${name}`).join(', ')}.`,
  )
}

/** A command line that cannot be understood. */
export function usageError(message: string, fix: string): ChatwrightError {
  return new ChatwrightError('bad_request', message, { fix })
}
