import type { Ask } from './ask.ts'
import type { Element } from './element.ts'

/**
 * Whether an element shows a file that a person answered this question with. Such a one has the file's id, belongs to the
 * question's message, and stands with the answer, not among what the message shows.
 */
export function isAnswerTo({ answer }: Ask, { id }: Element): boolean {
  return answer?.type === 'files' && answer.files.some((file) => file.id === id)
}
