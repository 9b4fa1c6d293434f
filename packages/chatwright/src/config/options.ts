import type { StopTimings } from '@chatwright/gateway'
import { z } from 'zod'
import { doorOptions, type ApiOption, type MetricsOption } from './doors.ts'

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const

const milliseconds = z.number().int().nonnegative().max(86_400_000)

/** Everything that can be configured, each with its shape; what is left out has its default (`defaultOptions`). */
export const configOptions = z.strictObject({
  /** The port to serve on; 0 takes any free one. */
  port: z.number().int().min(0).max(65_535).optional(),
  /** The address to listen on: '127.0.0.1' is this machine only, '0.0.0.0' is everybody who can reach it. */
  host: z.string().min(1).optional(),
  /** Where threads are kept; a path relative to the configuration file. */
  dataDir: z.string().min(1).optional(),
  /** Where the app's code runs: in a thread of its own, or in the server's. */
  isolation: z.enum(['worker', 'process', 'inline']).optional(),
  /** How many workers share the chats. Module-level state of the app is one per worker. */
  workers: z.number().int().min(1).max(64).optional(),
  /** Whether a warm worker stands by to take over from one that is blocked or lost. */
  spare: z.boolean().optional(),
  /** The path everything lives under, such as '/chat'; '' for none. */
  basePath: z
    .string()
    .regex(/^(?:\/[\w.~-]+)*$/, "must be '' or a path such as '/chat', without a slash at its end")
    .optional(),
  /** How long runs may go on after the server was told to end, in milliseconds. */
  drainMs: milliseconds.optional(),
  /** Deadlines, in milliseconds, of a stop and of `onUpload`; see `StopTimings` of the gateway for each and its default. */
  stop: z
    .strictObject({
      settleMs: milliseconds.optional(),
      speakMs: milliseconds.optional(),
      graceMs: milliseconds.optional(),
      forceMs: milliseconds.optional(),
      blockedMs: milliseconds.optional(),
      uploadMs: milliseconds.optional(),
    } satisfies Record<keyof StopTimings, z.ZodType>)
    .optional(),
  /**
   * The Markdown file that says to readers what the app is, relative to the app; `chatwright.fr.md` beside `chatwright.md`
   * says it in French. False for none.
   */
  readme: z.union([z.string().min(1), z.literal(false)]).optional(),
  /**
   * The folder with pictures of those who speak, relative to the app: `my_assistant.png` is that of "My Assistant".
   */
  avatars: z.string().min(1).optional(),
  /** Whether `chatwright dev` leaves the browser alone. */
  headless: z.boolean().optional(),
  /** How much goes to the log. */
  logLevel: z.enum(levels).optional(),
  /**
   * What is added to the page: a style sheet and a script (a module), as paths relative to the configuration file. Both are
   * served from the app's own address.
   */
  page: z.strictObject({ css: z.string().min(1).optional(), script: z.string().min(1).optional() }).optional(),
  /** Whether readers may see what a handler threw. */
  showErrors: z.boolean().optional(),
  ...doorOptions,
})

/** What `chatwright.config.ts` may say. */
export type ChatwrightConfig = z.input<typeof configOptions>

/** The configuration, complete. */
export type ResolvedConfig = {
  [Option in Exclude<keyof ChatwrightConfig, 'dataDir' | 'stop' | 'metrics' | 'api'>]-?: Value<Option>
} & {
  /** `dataDir` as an absolute path. */
  dataFolder: string
  stop: Partial<StopTimings>
  metrics: MetricsOption
  api: ApiOption
}

type Value<Option extends keyof ChatwrightConfig> = NonNullable<ChatwrightConfig[Option]>

/** How the app is run: while it is being written, or for its users. */
export type Mode = 'dev' | 'start'

/** What holds where nothing else is said. */
export function defaultOptions(mode: Mode): Omit<ResolvedConfig, 'dataFolder'> & { dataDir: string } {
  return {
    port: 8000,
    host: '127.0.0.1',
    dataDir: '.chatwright',
    isolation: 'worker',
    workers: 1,
    spare: true,
    basePath: '',
    drainMs: mode === 'dev' ? 0 : 5_000,
    stop: {},
    metrics: null,
    api: null,
    page: {},
    readme: 'chatwright.md',
    avatars: 'public/avatars',
    headless: false,
    logLevel: mode === 'dev' ? 'warn' : 'info',
    showErrors: mode === 'dev',
  }
}
