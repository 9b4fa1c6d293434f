import { ChatwrightError } from '@chatwright/protocol'
import type { Thrown } from './worker-main.ts'

const builtIn: Record<string, new (message: string) => Error> = {
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
}

/** Makes what was thrown in a worker again: with its class when the language has it, its stack, and then its caller's. */
export function rethrown(thrown: Thrown, calledAt: string): unknown {
  if ('value' in thrown) return thrown.value
  const { name, message, stack, fields, cause } = thrown.error
  const error = new (builtIn[name] ?? Error)(message)
  Object.assign(error, fields)
  if (error.name !== name) Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true })
  if (cause !== undefined) {
    Object.defineProperty(error, 'cause', { value: rethrown(cause, ''), configurable: true, writable: true })
  }
  Object.defineProperty(error, 'stack', {
    value: calledAt === '' ? stack : `${stack}\n${calledAt}`,
    configurable: true,
    writable: true,
  })
  return error
}

/**
 * What a function that was sent by its source does not find where it arrives: said so, because the error alone would
 * puzzle whoever sees the name declared right above.
 */
export function explained(error: unknown, label: string): unknown {
  if (!(error instanceof ReferenceError)) return error
  const name = /^(\S+) is not defined/.exec(error.message)?.[1]
  if (name === undefined) return error
  return new ChatwrightError('offload_failed', `chat.offload: ${label} uses ${name}, which is not there in a worker.`, {
    fix: `The function is sent by its source and closes over nothing. Hand ${name} over as an argument, import it inside with await import(…), or put the work into a module: chat.offload(new URL('./work.ts', import.meta.url)).`,
    cause: error,
  })
}
