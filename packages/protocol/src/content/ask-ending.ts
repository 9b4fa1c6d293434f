import type { Ask } from './ask.ts'
import type { Element } from './element.ts'
import type { LocalText } from './notice.ts'

/**
 * Whether an element shows a file that a person answered this question with. Such a one has the file's id, belongs to the
 * question's message, and stands with the answer, not among what the message shows.
 */
export function isAnswerTo({ answer }: Ask, { id }: Element): boolean {
  return answer?.type === 'files' && answer.files.some((file) => file.id === id)
}

/** What the app says of how a question ended. Null while it is open, and where the words are the page's to choose. */
export function outcomeOf({ status, outcome }: Ask): LocalText | null {
  return status === 'answered' || status === 'skipped' || status === 'expired' ? (outcome?.[status] ?? null) : null
}
