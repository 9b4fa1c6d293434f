import { pino, type Logger as PinoLogger } from 'pino'

/** Structured logs: one JSON line each, with `runId` and `threadId` where there are such. */
export type Logger = PinoLogger

/** The levels a log can be limited to. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent'

/**
 * A log on standard error, or whatever takes its lines, without what could be a secret: cookies, authorization, text of
 * messages.
 */
export function createLogger(level: LogLevel, destination?: { write(line: string): void }): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['headers.cookie', 'headers.authorization', '*.cookie', '*.authorization', 'text', '*.text'],
    },
    destination ?? pino.destination({ dest: 2, sync: false }),
  )
}
