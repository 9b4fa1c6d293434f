import { ChatwrightError, type User } from '@chatwright/protocol'

/** What somebody may want with a thread. */
export type ThreadAction =
  | 'open'
  | 'send'
  | 'answer'
  | 'act'
  | 'call'
  | 'settings'
  | 'feedback'
  | 'edit'
  | 'stop'
  | 'rename'
  | 'delete'

/**
 * The one place that answers "may this person do this to that thread?". Every command and route asks it. Today a thread
 * belongs to one person, who may do everything to it; nobody else may do anything.
 *
 * Refusal and absence look alike: both are `thread_not_found`.
 */
export function authorize<Owned extends { userId: string }>(
  user: User,
  _action: ThreadAction,
  thread: Owned | null,
): asserts thread is Owned {
  if (!thread || thread.userId !== user.id) throw threadNotFound()
}

/** What another system may want with a thread. */
export type SystemAction = 'stop'

/**
 * The same for another system, which has shown the configured token before: such a token is nobody's, and reaches every
 * thread, for these few actions only. Absence is `thread_not_found`.
 */
export function authorizeSystem<Owned>(_action: SystemAction, thread: Owned | null): asserts thread is Owned {
  if (!thread) throw threadNotFound()
}

export function threadNotFound(): ChatwrightError {
  return new ChatwrightError('thread_not_found', 'There is no such conversation.', {
    fix: 'It may have been deleted. Start a new chat.',
  })
}
