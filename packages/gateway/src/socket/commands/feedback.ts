import { ChatwrightError, newId, type Feedback, type FeedbackRules, type Message } from '@chatwright/protocol'
import { authorize } from '../../auth/policy.ts'
import { notOffered } from '../../threads/composed.ts'
import { LiveRun } from '../../threads/live-run.ts'
import { requireFreeIds, standing } from '../../threads/say.ts'
import type { Thread } from '../../threads/thread.ts'
import type { CommandContext, Handler } from '../command-context.ts'

export const onGiveFeedback: Handler<'giveFeedback'> = async (command, context) => {
  const { thread, message, rules } = await answerOf(command, context)
  const before = feedbackOn(thread, message.id, context.user.id)
  const { value } = command
  const kept = before?.value === value ? before : null
  const reasons = checkedReasons(command.reasons ?? kept?.reasons ?? [], rules.reasons[value])
  const comment = command.comment === undefined ? (kept?.comment ?? null) : command.comment.trim() || null
  if (kept && kept.comment === comment && isSame(kept.reasons, reasons)) return { run: null }
  const now = Date.now()
  const feedback: Feedback = {
    id: before?.id ?? newId(),
    messageId: message.id,
    runId: message.runId,
    userId: context.user.id,
    value,
    reasons,
    comment,
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  }
  thread.writer.begin()
  thread.append({ type: 'feedback-put', feedback })
  return { run: await tell(thread, 'feedback', command.runId, feedback, context) }
}

export const onRemoveFeedback: Handler<'removeFeedback'> = async (command, context) => {
  const { thread, message } = await answerOf(command, context)
  const feedback = feedbackOn(thread, message.id, context.user.id)
  if (!feedback) return { run: null }
  thread.append({ type: 'feedback-remove', feedbackId: feedback.id })
  return { run: await tell(thread, 'feedback-removed', command.runId, feedback, context) }
}

async function answerOf(
  { threadId, messageId, runId }: { threadId: string; messageId: string; runId: string },
  { user, connection, threads }: CommandContext,
): Promise<{ thread: Thread; message: Message; rules: FeedbackRules }> {
  const thread = await threads.get(threadId)
  authorize(user, 'feedback', thread)
  const rules = thread.app?.feedback
  if (!rules) throw notOffered('feedback')
  requireFreeIds(thread, { runId })
  const message = thread.state.messages.find(({ id }) => id === messageId)
  if (message?.role !== 'assistant' || message.status === 'streaming') {
    throw new ChatwrightError('not_found', 'This is no answer that can be judged.', {
      fix: 'Wait until it is written; what a person said cannot be judged.',
    })
  }
  connection.lendChat(thread)
  return { thread, message, rules }
}

function feedbackOn({ state }: Thread, messageId: string, userId: string): Feedback | null {
  return state.feedbacks.find((one) => one.messageId === messageId && one.userId === userId) ?? null
}

/** In the order in which they are offered, each once. */
function checkedReasons(given: readonly string[], offered: readonly string[]): string[] {
  const unknown = given.find((reason) => !offered.includes(reason))
  if (unknown !== undefined) throw notOffered(`reason '${unknown}'`)
  return offered.filter((reason) => given.includes(reason))
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one, index) => one === others[index])
}

/** Stores it, and lets the app hear of it when it wants to. */
async function tell(
  thread: Thread,
  kind: 'feedback' | 'feedback-removed',
  runId: string,
  feedback: Feedback,
  { threads, services }: CommandContext,
): Promise<'queued' | 'running' | 'stopped' | null> {
  await thread.writer.flush()
  if (thread.isDeleted || !services.app?.handles.includes(kind)) return null
  const run = new LiveRun(runId, kind, { feedback, branchId: thread.state.branchId })
  threads.begin(thread, run)
  await thread.writer.flush()
  return standing(run)
}
