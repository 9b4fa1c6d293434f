import { ChatwrightError, type Message } from '@chatwright/protocol'
import { authorize } from '../../auth/policy.ts'
import { isTurn } from '../../threads/begin-run.ts'
import { LiveRun } from '../../threads/live-run.ts'
import { stopRun } from '../../threads/stop-run.ts'
import { hasMessage, titleFrom } from '../../threads/threads.ts'
import type { Handler } from '../command-context.ts'

export const onSend: Handler<'send'> = async (command, { user, connection, threads, services }) => {
  const thread = await threads.get(command.threadId)
  authorize(user, 'send', thread)
  if (hasMessage(thread.state, command.messageId) || thread.state.runs.some((run) => run.id === command.runId)) {
    throw new ChatwrightError('id_taken', 'This message was sent before.', {
      fix: 'Make a new id for each message and each run.',
    })
  }
  const others = thread.openRuns.filter(isTurn)
  if (others.length > 0 && services.app?.whileRunning === 'reject') {
    throw new ChatwrightError('busy', 'An answer is still being written.', { fix: 'Wait for it to end, or stop it.' })
  }
  connection.lendChat(thread)
  const message: Message = {
    id: command.messageId,
    runId: command.runId,
    parentId: null,
    role: 'user',
    author: user.name,
    text: command.text,
    language: null,
    status: 'done',
    isError: false,
    createdAt: Date.now(),
    metadata: command.metadata ?? {},
    tags: [],
  }
  if (services.app?.whileRunning === 'interrupt') {
    for (const run of others) stopRun(thread, run, { cause: 'superseded', by: user.id })
  }
  thread.writer.begin()
  const { seq } = thread.append({ type: 'message-end', runId: command.runId, messageId: message.id, message })
  if (thread.state.title === null) thread.append({ type: 'thread-update', title: titleFrom(command.text) })
  const run = new LiveRun(command.runId, 'message', { message })
  threads.begin(thread, run)
  await thread.writer.flush()
  const isStopped = run.state === 'stopping' || run.state === 'stopped'
  return { seq, run: isStopped ? 'stopped' : run.state === 'queued' ? 'queued' : 'running' }
}
