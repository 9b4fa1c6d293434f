import { ChatwrightError, forkAt } from '@chatwright/protocol'
import { authorize } from '../../auth/policy.ts'
import { attachedTo } from '../../threads/attached.ts'
import { LiveRun } from '../../threads/live-run.ts'
import { requireFreeIds, say, standing } from '../../threads/say.ts'
import { hasMessage } from '../../threads/threads.ts'
import type { Handler } from '../command-context.ts'

export const onEdit: Handler<'edit'> = async (command, { user, connection, threads, services }) => {
  const thread = await threads.get(command.threadId)
  authorize(user, 'edit', thread)
  const { editedId, messageId, runId, branchId } = command
  const isChange = command.text !== undefined || command.fileIds !== undefined
  if (isChange && thread.app?.editing === false) {
    throw new ChatwrightError('not_offered', 'What was said cannot be changed here.', {
      fix: 'Say it in a new message.',
    })
  }
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
  const { messages } = services.files
  const had = attachedTo(thread.state, edited.id)
  const wanted = command.fileIds ?? had.map(({ id }) => id)
  const text = command.text ?? edited.text
  if (text.trim() === '' && wanted.length === 0 && edited.command === undefined) {
    throw new ChatwrightError('bad_request', 'text: is empty', { fix: 'Write something, or attach a file.' })
  }
  requireFreeIds(thread, command)
  connection.lendChat(thread)
  const newIds = wanted.filter((id) => !had.some((file) => file.id === id))
  const kept = wanted.length - newIds.length
  const rules = thread.app?.uploads ?? null
  const fresh = newIds.length === 0 ? [] : await messages.take(thread.id, rules, newIds, kept)
  await messages.taken(thread.id, fresh)
  const files = [...new Set(wanted)].flatMap((id) => [...had, ...fresh].find((file) => file.id === id) ?? [])
  try {
    return await say(threads, thread, user, {
      messageId,
      runId,
      text,
      metadata: edited.metadata,
      replaces: edited.id,
      composed: { command: edited.command, args: edited.args, modes: edited.modes },
      files,
      branch: { id: branchId, ...forkAt(thread.state, edited.runId) },
    })
  } catch (error) {
    if (!hasMessage(thread.state, messageId)) await messages.giveBack(thread.id, fresh)
    throw error
  }
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
