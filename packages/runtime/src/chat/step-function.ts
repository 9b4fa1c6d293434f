import { currentContext } from '../run/context.ts'
import { callInStep, isPromise } from './call-in-step.ts'
import type { LiveStep } from './live-step.ts'
import type { StepOptions } from './step-handle.ts'

/** Any function. */
type AnyFunction = (this: never, ...args: never[]) => unknown

/** Options of a function that is a step; without a name it has the function's own. */
export type StepFunctionOptions = Partial<Omit<StepOptions, 'id' | 'input'>>

/**
 * Makes a function a step: `const search = step({ name: 'Search', type: 'tool' }, async (query: string) => …)`.
 * Calling it opens a step with the arguments as input (a single object as it is, otherwise a list, as they were at the
 * call), and what it returns becomes the output, unless the body gave the step one. The function's type stays: what is
 * synchronous stays so, and throws the stop on the spot.
 *
 * Outside a chat the function is just called, so a tool can be tested alone.
 */
export function step<F extends AnyFunction>(fn: F): F
export function step<F extends AnyFunction>(options: string | StepFunctionOptions, fn: F): F
export function step<F extends AnyFunction>(first: F | string | StepFunctionOptions, second?: F): F {
  const fn = (typeof first === 'function' ? first : second) as F
  const given = typeof first === 'function' ? {} : typeof first === 'string' ? { name: first } : first
  const options = { ...given, name: given.name ?? (fn.name || 'step') }

  const wrapped = function (this: unknown, ...args: unknown[]): unknown {
    const call = (): unknown => Reflect.apply(fn, this, args)
    const chat = currentContext()?.chat
    if (chat === undefined) return call()
    const input = args.length === 1 && typeof args[0] === 'object' ? args[0] : args
    const { step, context } = chat.stepFor({ ...options, ...(args.length > 0 ? { input } : {}) })
    return callInStep(context, step, 'a function wrapped by step()', () => {
      const result = call()
      if (isPromise(result)) return Promise.resolve(result).then((value: unknown) => kept(step, value))
      return kept(step, result)
    })
  }
  Object.defineProperty(wrapped, 'name', { value: options.name })
  return wrapped as unknown as F
}

function kept<T>(step: LiveStep, value: T): T {
  step.keep(value)
  return value
}
