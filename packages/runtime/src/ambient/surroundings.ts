import { currentContext, type RunContext } from '../run/context.ts'
import type { Run } from '../run/run.ts'
import type { Scope } from './scope.ts'

/** The run around the calling code, where a stop reaches what that code begins. */
export interface Surroundings extends RunContext {
  readonly run: Run & { readonly scope: Scope }
}

/** What is around the calling code; undefined outside a run, and in an app that does without. */
export function surroundings(): Surroundings | undefined {
  const context = currentContext()
  return context !== undefined && context.run.scope !== null ? (context as Surroundings) : undefined
}
