import { relative } from 'node:path'
import { ChatwrightError, type AppError, type ErrorCode } from '@chatwright/protocol'

/** What an {@link AppProblem} knows besides its message. `line` counts from 1. */
export interface AppProblemDetails {
  fix?: string
  cause?: unknown
  file?: string | null
  line?: number | null
  /** The lines around the place, as plain text. */
  frame?: string | null
  /** Files and folders in which a change may end the problem. */
  watch?: readonly string[]
}

/**
 * Why an app, or a configuration file, cannot be loaded: what is wrong, where, and what to do.
 *
 * Codes: `app_invalid` when the files do not make an app, `app_failed` when their code threw while it was loaded.
 */
export class AppProblem extends ChatwrightError {
  readonly file: string | null
  readonly line: number | null
  readonly frame: string | null
  readonly watch: readonly string[]

  constructor(
    code: Extract<ErrorCode, 'app_invalid' | 'app_failed'>,
    message: string,
    details: AppProblemDetails = {},
  ) {
    super(code, message, {
      ...(details.fix === undefined ? {} : { fix: details.fix }),
      ...(details.cause === undefined ? {} : { cause: details.cause }),
    })
    this.name = 'AppProblem'
    this.file = details.file ?? null
    this.line = details.line ?? null
    this.frame = details.frame ?? null
    this.watch = details.watch ?? []
  }

  /** The same, as pages are told; paths are relative to the folder the command was started in. */
  toAppError(): AppError {
    return {
      message: this.fix === undefined ? this.message : `${this.message} ${this.fix}`,
      file: this.file === null ? null : shortPath(this.file),
      line: this.line,
      frame: this.frame,
    }
  }
}

/** A path as a person reads it: relative to the working folder when it is inside. */
export function shortPath(file: string): string {
  const short = relative(process.cwd(), file)
  return short === '' || short.startsWith('..') ? file : short
}
