import { AsyncLocalStorage, createHook } from 'node:async_hooks'
import type { LiveChat } from '../chat/live-chat.ts'
import type { LiveStep } from '../chat/live-step.ts'
import type { Lane } from './lane.ts'
import type { Run } from './run.ts'

/** What code inside a run finds around it. Never changed: a branch that goes deeper gets one of its own. */
export interface RunContext {
  readonly run: Run
  readonly lane: Lane
  /** The innermost step, or null. It may have ended since. */
  readonly step: LiveStep | null
  readonly chat: LiveChat
}

/**
 * One storage for the process, also when this package is loaded twice (the app's copy and the host's): a helper that
 * asks for the current chat must find the one its host has entered.
 */
const key = Symbol.for('chatwright.run-context')

function storage(): AsyncLocalStorage<RunContext> {
  const shared = globalThis as { [key]?: AsyncLocalStorage<RunContext> }
  shared[key] ??= new AsyncLocalStorage()
  return shared[key]
}

/** What is around the calling code, or undefined outside a run. */
export function currentContext(): RunContext | undefined {
  return storage().getStore()
}

/** Whether the calling code was started by a run, also one that is over. */
export function isInsideRun(): boolean {
  return currentContext() !== undefined
}

/**
 * Calls back for everything that code inside a run sets going and that Node comes back from later, while it is switched
 * on. That slows every promise of the thread.
 */
export function watchSetGoing(onSetGoing: (context: RunContext) => void): { enable(): void; disable(): void } {
  return createHook({
    init() {
      const context = currentContext()
      if (context !== undefined) onSetGoing(context)
    },
  })
}

/** Calls `work` with `context` around it. */
export function withContext<T>(context: RunContext, work: () => T): T {
  return storage().run(context, work)
}

/** Calls `work` as from outside any run: for what a run's code sets going that is not its own. */
export function withoutContext<T>(work: () => T): T {
  return storage().exit(work)
}

/** The same function, to be called later with what is around the calling code now. */
export function keepContext<Arguments extends unknown[]>(
  work: (...values: Arguments) => void,
): (...values: Arguments) => void {
  return AsyncLocalStorage.bind(work)
}

/** Puts `context` around the rest of the calling function and what it calls. */
export function enterContext(context: RunContext): void {
  storage().enterWith(context)
}
