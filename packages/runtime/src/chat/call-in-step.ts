import type { Checkpoint } from '../run/checkpoint.ts'
import { withContext, type RunContext } from '../run/context.ts'
import type { Lane } from '../run/lane.ts'
import type { LiveStep } from './live-step.ts'

/**
 * Calls `work` inside a step and ends the step when it is through: well, failed, or stopped. Synchronous work stays
 * synchronous. `name`: the call this belongs to. Behind a stop it throws the stop, whatever `work` gave, unless the
 * code is shielded.
 */
export function callInStep<T>(context: RunContext, step: LiveStep, name: Checkpoint, work: () => T): T {
  const { run } = context
  run.enter()
  let result: T
  try {
    result = withContext({ ...context, step }, () => step.enter(work))
  } catch (error) {
    step.leave(error)
    throw error
  }
  if (!isPromise(result)) {
    step.close()
    run.guardWait(context.lane, name)
    return result
  }
  return run.ledger.track(step.label, through(result, context, step, name)) as T
}

async function through(
  result: PromiseLike<unknown>,
  context: RunContext,
  step: LiveStep,
  name: Checkpoint,
): Promise<unknown> {
  let value: unknown
  try {
    value = await orStopped(result, step, context.lane)
  } catch (error) {
    step.leave(error)
    throw error
  }
  step.close()
  context.run.guardWait(context.lane, name)
  return value
}

/**
 * Waits for the work of a step, or for the stop of that step alone. A stop of the run is not waited with: whoever looks
 * for what is still at work finds the step here.
 */
function orStopped(result: PromiseLike<unknown>, step: LiveStep, lane: Lane): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const off = lane.onInterrupt((reason) => {
      if (reason === step.stoppedBy) reject(reason)
    })
    result.then(
      (value) => {
        off()
        resolve(value)
      },
      (error: unknown) => {
        off()
        reject(error)
      },
    )
  })
}

/** Whether it is to be waited for: promises, and what builds a query and sends it when it is awaited. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
