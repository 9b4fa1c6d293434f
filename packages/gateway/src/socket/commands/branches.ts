import { ChatwrightError, forkAt } from '@chatwright/protocol'
import { authorize } from '../../auth/policy.ts'
import { attachedTo } from '../../threads/attached.ts'
import { LiveRun } from '../../threads/live-run.ts'
import { requireFreeIds, say, standing } from '../../threads/say.ts'
import type { Handler } from '../command-context.ts'

export const onEdit: Handler<'edit'> = async (command, { user, connection, threads }) => {
  const thread = await threads.get(command.threadId)
  authorize(user, 'edit', thread)
  const { editedId, messageId, runId, branchId } = command
  const edited = thread.state.messages.find((message) => message.id === editedId && message.role === 'user')
  const isAsked = thread.state.runs.some((run) => run.messageId === editedId)
  if (!edited?.runId || !isAsked) {
    throw new ChatwrightError('not_found', 'This message cannot be said anew.', {
      fix: 'Only what you said yourself, and what was answered, can be edited.',
    })
  }
  if (thread.state.branches.some(({ id }) => id === branchId)) {
    throw new ChatwrightError('id_taken', 'This was sent before.', { fix: 'Make a new id for each branch.' })
  }
  connection.lendChat(thread)
  return say(threads, thread, user, {
    messageId,
    runId,
    text: command.text ?? edited.text,
    metadata: edited.metadata,
    composed: { command: edited.command, args: edited.args, modes: edited.modes },
    files: attachedTo(thread.state, edited.id),
    branch: { id: branchId, ...forkAt(thread.state, edited.runId) },
  })
}

export const onSwitchBranch: Handler<'switchBranch'> = async ({ threadId, branchId }, { user, threads }) => {
  const thread = await threads.get(threadId)
  authorize(user, 'edit', thread)
  if (branchId !== null && !thread.state.branches.some(({ id }) => id === branchId)) {
    throw new ChatwrightError('not_found', 'The conversation never took this way.')
  }
  if (thread.state.branchId !== branchId) thread.append({ type: 'branch-switch', branchId })
  await thread.writer.flush()
  return {}
}

export const onContinue: Handler<'continueRun'> = async (command, { user, connection, threads, services }) => {
  const thread = await threads.get(command.threadId)
  authorize(user, 'send', thread)
  requireFreeIds(thread, command)
  const stopped = thread.state.runs.find((run) => run.id === command.stoppedId)
  if (!services.app?.handles.includes('continue') || stopped?.state !== 'stopped') {
    throw new ChatwrightError('not_found', 'There is nothing to go on from.', { fix: 'Say it in a new message.' })
  }
  connection.lendChat(thread)
  const messages = thread.state.messages.filter(({ runId, role }) => runId === stopped.id && role !== 'user')
  const run = new LiveRun(command.runId, 'continue', { stopped: messages, branchId: stopped.branchId })
  threads.begin(thread, run)
  await thread.writer.flush()
  return { run: standing(run) }
}
