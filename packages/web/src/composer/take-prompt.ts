import type { ThreadView } from '@chatwright/client'
import { addToDraft } from './add-to-draft.ts'

/** How much of a prompt in the address is taken, in characters. */
const mostCharacters = 1_000

/**
 * Puts `?prompt=` of the address into a composer, and never sends it. What was written there before stays above it. It is
 * taken out of the address, so that a reload does not bring it again. Gives whether there was something.
 */
export function takePrompt(view: ThreadView): boolean {
  const address = new URL(location.href)
  const prompt = address.searchParams.get('prompt')
  if (prompt === null) return false
  address.searchParams.delete('prompt')
  history.replaceState(history.state, '', address)
  const words = prompt.slice(0, mostCharacters)
  if (words.trim() === '') return false
  addToDraft(view, words)
  return true
}
