import { currentContext } from '../run/context.ts'

export { keepContext, withoutContext } from '../run/context.ts'

/** The id of the run whose code is calling, or null outside a run. */
export function currentRunId(): string | null {
  return currentContext()?.run.id ?? null
}
