/** Every code an error of ours can carry, the HTTP status it maps to, and whether trying again later can help. */
export const errorCodes = {
  bad_request: { http: 400, retry: false },
  too_large: { http: 413, retry: false },
  unknown_command: { http: 400, retry: false },
  version_mismatch: { http: 426, retry: false },
  unsupported_media_type: { http: 415, retry: false },
  unauthorized: { http: 401, retry: false },
  forbidden: { http: 403, retry: false },
  not_found: { http: 404, retry: false },
  thread_not_found: { http: 404, retry: false },
  run_not_found: { http: 404, retry: false },
  id_taken: { http: 409, retry: false },
  not_offered: { http: 400, retry: false },
  setting_invalid: { http: 400, retry: false },
  ask_closed: { http: 409, retry: false },
  answer_invalid: { http: 400, retry: false },
  file_refused: { http: 400, retry: false },
  ask_skipped: { http: 409, retry: false },
  ask_expired: { http: 408, retry: false },
  call_closed: { http: 409, retry: false },
  call_expired: { http: 408, retry: false },
  call_failed: { http: 502, retry: false },
  step_stopped: { http: 409, retry: false },
  busy: { http: 409, retry: false },
  rate_limited: { http: 429, retry: true },
  stopped: { http: 409, retry: false },
  run_ended: { http: 409, retry: false },
  no_chat: { http: 500, retry: false },
  bad_option: { http: 500, retry: false },
  app_invalid: { http: 500, retry: false },
  app_failed: { http: 500, retry: false },
  handler_failed: { http: 500, retry: false },
  offload_failed: { http: 500, retry: false },
  timed_out: { http: 504, retry: true },
  host_lost: { http: 503, retry: true },
  store_unavailable: { http: 503, retry: true },
  store_locked: { http: 503, retry: false },
  port_in_use: { http: 500, retry: false },
  shutting_down: { http: 503, retry: true },
  offline: { http: 503, retry: true },
  internal: { http: 500, retry: false },
} as const

/** One of the codes in {@link errorCodes}. */
export type ErrorCode = keyof typeof errorCodes

const brand = Symbol.for('chatwright.error')

/** Options of {@link ChatwrightError}. */
export interface ChatwrightErrorOptions {
  /** What the reader of the error can do about it, as one or two imperative sentences. */
  fix?: string
  /** The error underneath. Never crosses the wire. */
  cause?: unknown
  /** An id that also stands in the log line, so that a reader's report can be found there. */
  errorId?: string
}

/**
 * The one error class of the framework.
 *
 * `code` says which kind it is ({@link errorCodes}), `message` what happened, `fix` what to do. Only these three and
 * `errorId` ever cross the wire.
 */
export class ChatwrightError extends Error {
  readonly code: ErrorCode
  readonly fix: string | undefined
  readonly errorId: string | undefined
  readonly [brand] = true

  constructor(code: ErrorCode, message: string, options: ChatwrightErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'ChatwrightError'
    this.code = code
    this.fix = options.fix
    this.errorId = options.errorId
  }
}

/** Why a run was stopped (stop contract, rule 9). */
export type StopCause = 'user' | 'api' | 'superseded' | 'disconnect' | 'timeout' | 'budget' | 'shutdown'

/**
 * Thrown by every framework call of a run that was stopped, each time (stop contract, rule 4), and the reason of
 * `chat.signal`. Test for it with {@link isStop}: libraries wrap what an abort throws.
 */
export class StopError extends ChatwrightError {
  readonly stopCause: StopCause
  readonly runId: string

  constructor(runId: string, stopCause: StopCause) {
    super('stopped', 'The run was stopped.')
    this.name = 'StopError'
    this.runId = runId
    this.stopCause = stopCause
  }
}

/**
 * Whether an error is an error of ours, also when it was made by another copy of this package.
 */
export function isChatwrightError(error: unknown): error is ChatwrightError {
  return typeof error === 'object' && error !== null && brand in error
}

/**
 * Whether an error means "the run was stopped": a {@link StopError}, or anything that has one among its causes or in
 * an `AggregateError` or a `SuppressedError`. Looks through at most 32 errors, so a cycle of causes ends.
 */
export function isStop(error: unknown): boolean {
  const queue: unknown[] = [error]
  for (let looked = 0; queue.length > 0 && looked < 32; looked++) {
    const next = queue.shift()
    if (typeof next !== 'object' || next === null) continue
    if (isChatwrightError(next) && next.code === 'stopped') return true
    if ('cause' in next) queue.push(next.cause)
    if ('reason' in next) queue.push(next.reason)
    if ('suppressed' in next && 'error' in next) queue.push(next.error, next.suppressed)
    if (next instanceof AggregateError) queue.push(...next.errors)
  }
  return false
}

/** What crosses the wire of an error. */
export interface PublicError {
  code: ErrorCode
  message: string
  fix?: string
  errorId?: string
}

/** The part of an error that a client may see. What is not ours becomes `internal` with the given id. */
export function toPublicError(error: unknown, errorId: string): PublicError {
  if (!isChatwrightError(error)) return { code: 'internal', message: 'Something went wrong on the server.', errorId }
  return {
    code: error.code,
    message: error.message,
    ...(error.fix === undefined ? {} : { fix: error.fix }),
    ...(error.errorId === undefined ? {} : { errorId: error.errorId }),
  }
}
