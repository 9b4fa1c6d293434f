import { inspect } from 'node:util'
import { newId, type RunError } from '@chatwright/protocol'

/** A failure in the words of the log and in the words of the reader, under one id. */
export interface Failure {
  readonly error: unknown
  readonly errorId: string
  /** All there is to know, for the log only. */
  readonly detail: string
  /** What the reader may know. */
  readonly publicText: string
}

/** `isShown`: whether readers see the error's own words. */
export function describeFailure(error: unknown, isShown: boolean): Failure {
  const errorId = newId().slice(0, 8)
  return {
    error,
    errorId,
    detail: inspect(error, { depth: 4, maxStringLength: 2_000, maxArrayLength: 20 }),
    publicText: isShown ? wordsOf(error) : `Something went wrong. If you report it, give the number ${errorId}.`,
  }
}

/** What a reader may know where no id fits. */
export function publicText(error: unknown, isShown: boolean): string {
  return isShown ? wordsOf(error) : 'Something went wrong.'
}

export function toRunError(failure: Failure, message: string): RunError {
  return { code: 'handler_failed', message, errorId: failure.errorId }
}

function wordsOf(error: unknown): string {
  if (error instanceof Error) return error.message === '' ? error.name : error.message
  return typeof error === 'string' && error !== '' ? error : 'Something went wrong.'
}
