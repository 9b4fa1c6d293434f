import type { Feedback, Message, ToHost } from '@chatwright/protocol'
import { ChatwrightError } from '@chatwright/protocol'

/** What a person thinks of an answer, as `onFeedback` gets it. */
export interface GivenFeedback extends Feedback {
  /** The message it is about, as it stands; null when it is not on the way that the conversation took. */
  message: Message | null
}

/** What a run of kind `feedback` is about. */
export function feedbackOf({ feedback, history }: Extract<ToHost, { type: 'start' }>): GivenFeedback {
  if (!feedback) throw new ChatwrightError('bad_request', 'A run of kind feedback came without any.')
  return { ...feedback, message: history.find(({ id }) => id === feedback.messageId) ?? null }
}
