import { ChatwrightError, limits, type CallOutcome, type Command } from '@chatwright/protocol'
import { authorize } from '../../auth/policy.ts'
import { endCall, takeCall } from '../../threads/calls.ts'
import type { Handler } from '../command-context.ts'

export const onTakeCall: Handler<'takeCall'> = async ({ threadId, callId }, { user, connection, threads }) => {
  const thread = await threads.get(threadId)
  authorize(user, 'call', thread)
  return { isYours: takeCall(thread, callId, connection.page) }
}

export const onEndCall: Handler<'endCall'> = async ({ threadId, callId, outcome }, { user, connection, threads }) => {
  const thread = await threads.get(threadId)
  authorize(user, 'call', thread)
  endCall(thread, callId, connection.page, outcomeOf(outcome))
  return {}
}

function outcomeOf(outcome: Command<'endCall'>['outcome']): CallOutcome {
  if (outcome.type === 'error') return { status: 'failed', message: outcome.message }
  if (JSON.stringify(outcome.value).length > limits.propsCharacters) {
    throw new ChatwrightError('too_large', `A value of more than ${limits.propsCharacters} characters is too much.`, {
      fix: 'Give back less, or upload it as a file.',
    })
  }
  return { status: 'answered', value: outcome.value }
}
