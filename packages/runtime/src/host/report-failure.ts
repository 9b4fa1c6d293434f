import type { RunError } from '@chatwright/protocol'
import type { ErrorAnswer, Handlers, HookName } from '../app/handlers.ts'
import type { LiveChat } from '../chat/live-chat.ts'
import type { Run } from '../run/run.ts'
import { describeFailure, toRunError, type Failure } from './failure.ts'

/**
 * Tells the log and the reader that a handler failed: asks `onError` first, then shows a message drawn as an error,
 * unless the answer is `hide`. Of feedback nobody expects an answer, and that of an upload stands beside its file: there it is
 * shown only when `onError` says so.
 * Gives what the run's end carries. Shows nothing once a stop has come.
 */
export async function reportFailure(
  failure: Failure,
  hook: HookName,
  { run, chat, onError }: { run: Run; chat: LiveChat; onError: Handlers<object>['onError'] | undefined },
): Promise<RunError> {
  const about = { runId: run.id, errorId: failure.errorId }
  run.log('error', `${hook} failed: ${failure.detail}`, about)
  const answer = onError === undefined ? undefined : await ask(onError, failure, hook, { run, chat })
  const text = typeof answer === 'object' && typeof answer.text === 'string' ? answer.text : failure.publicText
  const isShown = isQuiet(hook) ? answer !== undefined && answer !== 'hide' : answer !== 'hide'
  if (isShown && !run.isStopped) chat.showError(text)
  return toRunError(failure, text)
}

function isQuiet(hook: HookName): boolean {
  return hook === 'onFeedback' || hook === 'onFeedbackRemoved' || hook === 'onUpload'
}

async function ask(
  onError: Handlers<object>['onError'],
  failure: Failure,
  hook: HookName,
  { run, chat }: { run: Run; chat: LiveChat },
): Promise<ErrorAnswer> {
  const inLane = chat.in(run.openLane('error'))
  try {
    return await inLane.enter(() => onError(failure.error, { hook }, inLane))
  } catch (error) {
    if (!run.isStopped) run.log('error', `onError failed: ${describeFailure(error, false).detail}`, { runId: run.id })
    return undefined
  }
}
